import { useUsers } from '../../app/queries.js';
import { say } from '../../language/say.js';

/** The name of a person by id, as far as it is known. */
export function useNameOf(): (id: string) => string {
  const users = useUsers();
  return (id) => users.data?.items.find((user) => user.id === id)?.name ?? say('somebody');
}
