import { say } from '../../language/say.js';
import { Failed, Waiting } from '../../app/states.js';
import { RoomPage } from '../../settings/room-page.js';
import { useMe } from './account.queries.js';
import { Looks } from './looks.js';
import { Password } from './password.js';
import { Profile } from './profile.js';
import { Sessions } from './sessions.js';
import { TwoStep } from './two-step.js';
import './account.css';

/** Who I am here, how it looks to me, and how I sign in. */
export default function AccountPage() {
  const me = useMe();
  return (
    <RoomPage title={say('My account')}>
      {me.isPending && <Waiting what={say('your account')} lines={5} />}
      {me.isError && me.data === undefined && (
        <Failed what={say('Your account')} error={me.error} retry={() => void me.refetch()} />
      )}
      {me.data !== undefined && (
        <>
          <Profile me={me.data} />
          <Looks />
          <Password me={me.data} />
          <TwoStep me={me.data} />
          <Sessions />
        </>
      )}
    </RoomPage>
  );
}
