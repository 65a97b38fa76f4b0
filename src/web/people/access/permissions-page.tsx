import { Select } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../../app/queries.js';
import { Failed, Waiting } from '../../app/states.js';
import type { PermissionList, User } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { RoomPage } from '../../settings/room-page.js';
import { ROLE_CHOICES, roleFor, roleName, roleOf } from '../role-words.js';
import { usePermissions } from './access.queries.js';
import { PERMISSION_WORDS } from './permission-words.js';
import { Routes } from './routes.js';
import './permissions.css';

/** Which role may do what, as the server itself decides by. */
export default function PermissionsPage() {
  const permissions = usePermissions();
  return (
    <RoomPage
      title={say('Roles and permissions')}
      about={say(
        'Everybody has one role, and each role these permissions. The table is the one that the server decides by.',
      )}
    >
      {permissions.isPending && <Waiting what={say('the permissions')} lines={6} />}
      {permissions.isError && permissions.data === undefined && (
        <Failed
          what={say('The permissions')}
          error={permissions.error}
          retry={() => void permissions.refetch()}
        />
      )}
      {permissions.data !== undefined && <Table list={permissions.data} />}
    </RoomPage>
  );
}

/** All roles side by side; where there is no room for that, one of them, at first one's own. */
function Table({ list }: { list: PermissionList }) {
  const mine = useSession().data?.user.role ?? 'read-only';
  const [shown, setShown] = useState<User['role']>(mine);
  return (
    <>
      <Select
        className="permissions-role"
        label={say('Role')}
        description={roleFor(shown)}
        inputWrapperOrder={['label', 'input', 'description']}
        allowDeselect={false}
        data={ROLE_CHOICES}
        value={shown}
        onChange={(value) => setShown(roleOf(value))}
      />
      <div className="card permissions">
        <table>
          <thead>
            <tr>
              <th scope="col">{say('Permission')}</th>
              {list.roles.map((role) => (
                <th scope="col" key={role} className={role === shown ? '' : 'permission-aside'}>
                  {roleName(role)}
                  {role === mine && <span className="permission-mine">{say('yours')}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.items.map(({ permission, roles, routes }) => (
              <tr key={permission}>
                <th scope="row">
                  <span className="permission-name">{PERMISSION_WORDS[permission].name}</span>
                  <span className="permission-does">{PERMISSION_WORDS[permission].does}</span>
                  <Routes routes={routes} />
                </th>
                {list.roles.map((role) => (
                  <td key={role} className={role === shown ? '' : 'permission-aside'}>
                    <Has yes={roles.includes(role)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="dim">
        <Routes
          routes={list.open}
          title={say('{count, plural, one {# address is} other {# addresses are}} open to anyone', {
            count: list.open.length,
          })}
        />
      </div>
    </>
  );
}

function Has({ yes }: { yes: boolean }) {
  return yes ? (
    <span className="permission-yes">
      <IconCheck size={17} stroke={2.2} aria-hidden />
      <span className="unseen">{say('yes')}</span>
    </span>
  ) : (
    <span className="permission-no">
      <IconMinus size={15} aria-hidden />
      <span className="unseen">{say('no')}</span>
    </span>
  );
}
