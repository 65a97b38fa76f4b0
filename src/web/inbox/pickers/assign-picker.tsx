import { useState } from 'react';
import { IconUserOff } from '@tabler/icons-react';
import { useSession, useUsers } from '../../app/queries.js';
import { saying } from '../../app/client.js';
import { initials } from '../../app/initials.js';
import { say } from '../../language/say.js';
import { matches } from './matches.js';
import { OptionList, useOptions, type Option } from './options.js';
import type { PickerProps } from './pickers.js';
import { SearchField } from './search-field.js';

interface Person extends Option {
  readonly ownerId: string | null;
}

/** Whose it is: oneself first, then the others, then nobody. */
export function AssignPicker({ picking, typed }: PickerProps) {
  const [text, setText] = useState(typed);
  const people = usePeople();
  const found = people.options.filter(({ name, more }) => matches(`${name} ${more ?? ''}`, text));
  const choose = (at: number): void => {
    const person = found[at];
    if (person !== undefined) picking.apply({ ownerId: person.ownerId });
  };
  const options = useOptions(found.length, choose, 0, text);
  return (
    <>
      <SearchField label={say('Find a person')} text={text} change={setText} of={options} />
      <OptionList label={say('People')} options={found} of={options} />
      {people.error !== null && (
        <p className="picker-empty" role="alert">
          {saying(people.error)}
        </p>
      )}
      {found.length === 0 && people.error === null && (
        <p className="picker-empty">{say('Nobody of this name')}</p>
      )}
    </>
  );
}

function usePeople(): { options: readonly Person[]; error: Error | null } {
  const me = useSession().data?.user;
  const users = useUsers();
  const face = (name: string) => (
    <span className="picker-face" aria-hidden>
      {initials(name)}
    </span>
  );
  const others = (users.data?.items ?? [])
    .filter(({ id }) => id !== me?.id)
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name }) => ({ id, name, icon: face(name), ownerId: id }));
  const nobody = {
    id: 'nobody',
    name: say('Nobody'),
    icon: <IconUserOff size={18} stroke={1.6} aria-hidden />,
    ownerId: null,
  };
  if (me === undefined) return { options: [...others, nobody], error: users.error };
  const mine = { id: me.id, name: me.name, more: say('me'), icon: face(me.name), ownerId: me.id };
  return { options: [mine, nobody, ...others], error: users.error };
}
