import { Button } from '@mantine/core';
import { useState } from 'react';
import { initials } from '../app/initials.js';
import { useMay } from '../app/may.js';
import { useSession, useUsers } from '../app/queries.js';
import { Failed, Waiting } from '../app/states.js';
import { AddPerson, roleName } from './add-person.js';
import { Section } from './section.js';

/** Who works with this Earshot. */
export function People() {
  const users = useUsers();
  const session = useSession();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  return (
    <Section title="People" about="Who can sign in, and what they may do.">
      {users.isPending && <Waiting what="people" lines={2} />}
      {users.isError && users.data === undefined && (
        <Failed what="The people" error={users.error} retry={() => void users.refetch()} />
      )}
      <ul className="setting-list">
        {users.data?.items.map(({ id, name, email, role }) => (
          <li key={id}>
            <span className="person-face" aria-hidden>
              {initials(name)}
            </span>
            <span className="setting-main">
              <strong>
                {name}
                {id === session.data?.user.id && <span className="dim"> (you)</span>}
              </strong>
              <span className="dim one-line">{email}</span>
            </span>
            <span className="role">{roleName(role)}</span>
          </li>
        ))}
      </ul>
      {may.admit && (
        <div className="setting-form">
          <Button variant="default" onClick={() => setAdding(true)}>
            Add a person
          </Button>
        </div>
      )}
      <AddPerson opened={adding} close={() => setAdding(false)} />
    </Section>
  );
}
