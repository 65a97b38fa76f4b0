import type { QueryClient } from '@tanstack/react-query';
import { say } from '../../language/say.js';
import type { Mention, Session, UserList } from '../../app/wire.js';

type Person = NonNullable<Mention['owner']>;

/** Who is signed in, as far as it is known here. */
export function meOf(queries: QueryClient): Person | null {
  const session = queries.getQueryData<Session | null>(['session']);
  return session ? { id: session.user.id, name: session.user.name } : null;
}

/** A person by id; with no name while it is not known here. */
export function personOf(queries: QueryClient, id: string): Person {
  const known = queries.getQueryData<UserList>(['users'])?.items.find((user) => user.id === id);
  const me = meOf(queries);
  return known ?? (me?.id === id ? me : { id, name: say('somebody') });
}
