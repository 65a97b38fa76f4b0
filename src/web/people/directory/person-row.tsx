import { Select, Tooltip } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { initials } from '../../app/initials.js';
import { useMay } from '../../app/may.js';
import { useSession } from '../../app/queries.js';
import { When } from '../../app/when.js';
import type { UserListed } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { ROLE_CHOICES, roleFor, roleName, roleOf } from '../role-words.js';
import { useChangeUser } from './people.queries.js';
import { PersonActions } from './person-actions.js';

/** One person: who, in which teams, how they sign in, what they may do. */
export function PersonRow({ user, onlyAdmin }: { user: UserListed; onlyAdmin: boolean }) {
  const may = useMay();
  const session = useSession();
  const isMe = user.id === session.data?.user.id;
  const active = user.deactivatedAt === null;
  return (
    <li className={active ? 'person' : 'person person-gone'}>
      <span className="person-face" aria-hidden>
        {initials(user.name)}
      </span>
      <span className="setting-main person-who">
        <strong>
          <bdi>{user.name}</bdi> {isMe && <span className="badge">{say('you')}</span>}
        </strong>
        <span className="dim one-line">
          <bdi>{user.email}</bdi>
        </span>
      </span>
      <span className="person-more dim">
        {user.teams.length > 0 && <span>{user.teams.map(({ name }) => name).join(', ')}</span>}
        <HowTheyComeIn user={user} />
      </span>
      {may.admit && active ? (
        <RoleSelect user={user} onlyAdmin={onlyAdmin} />
      ) : (
        <span className="role">{roleName(user.role)}</span>
      )}
      {may.admit && <PersonActions user={user} isMe={isMe} onlyAdmin={onlyAdmin} />}
    </li>
  );
}

/** For those who manage people: when they were here last, and by which means they sign in. */
function HowTheyComeIn({ user: { account, deactivatedAt } }: { user: UserListed }) {
  if (deactivatedAt !== null) {
    return (
      <span>{say('deactivated {when}', { when: <When key="when" at={deactivatedAt} ago /> })}</span>
    );
  }
  if (account === null) return null;
  const { lastSeenAt, totp } = account;
  return (
    <span className="person-in">
      <span>
        {lastSeenAt === null
          ? say('not here yet')
          : say('here {when}', { when: <When key="when" at={lastSeenAt} ago /> })}
      </span>
      {totp && (
        <Tooltip label={say('Two-step sign-in is on')}>
          <span className="person-totp">
            <IconShieldCheck size={15} stroke={1.7} aria-hidden />
            <span className="unseen">{say('Two-step sign-in is on')}</span>
          </span>
        </Tooltip>
      )}
    </span>
  );
}

function RoleSelect({ user, onlyAdmin }: { user: UserListed; onlyAdmin: boolean }) {
  const change = useChangeUser();
  if (onlyAdmin) {
    return (
      <span className="role">
        {roleName(user.role)}
        <span className="role-why">{say('The only admin. Make somebody else one first.')}</span>
      </span>
    );
  }
  return (
    <Select
      className="person-role"
      aria-label={say('Role of {name}', { name: user.name })}
      allowDeselect={false}
      data={ROLE_CHOICES}
      value={user.role}
      comboboxProps={{ width: 280, position: 'bottom-end' }}
      renderOption={({ option }) => (
        <span className="role-choice">
          <span>{option.label}</span>
          <span className="dim">{roleFor(option.value)}</span>
        </span>
      )}
      onChange={(value) => {
        const role = roleOf(value);
        if (role === user.role) return;
        const done = say('{name} is {role} now', { name: user.name, role: roleName(role) });
        change.mutate({ user, patch: { role }, done, undo: { role: user.role } });
      }}
    />
  );
}
