import { IconEar } from '@tabler/icons-react';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { Outlet, useNavigate } from 'react-router';
import { say } from '../language/say.js';
import { ROOMS } from '../settings/rooms.js';
import { HearingNotice } from './hearing-notice.js';
import { KeyHelp } from './key-help.js';
import { useKeyboard, useKeys } from './keys.js';
import { live } from './live.js';
import { Palette } from './palette.js';
import { PLACES } from './place-list.js';
import { useSession } from './queries.js';
import { Rail } from './rail.js';
import { SignInAgain } from './sign-in-again.js';
import { SignInHere } from './sign-in-here.js';
import { welcome } from './sign-in-welcome.js';
import { SourceNotices } from './source-notices.js';
import { Failed, Waiting } from './states.js';
import './shell.css';
import './split.css';

/** What surrounds every page: who may enter, the rail, keys, the live connection. */
export function Shell() {
  const session = useSession();
  if (session.isPending) {
    return (
      <div className="opening" aria-live="polite">
        <IconEar size={28} stroke={1.4} />
        <span className="unseen">{say('Loading Earshot')}</span>
      </div>
    );
  }
  if (session.isError) {
    return <Failed what="Earshot" error={session.error} retry={() => void session.refetch()} />;
  }
  if (session.data === null) {
    return <SignInHere onSignedIn={welcome} />;
  }
  return <SignedIn />;
}

function SignedIn() {
  const [helping, setHelping] = useState(false);
  useKeyboard();
  useGlobalKeys(() => setHelping(true));
  useEffect(() => {
    live.start();
    return () => live.stop();
  }, []);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {say('Skip to the content')}
      </a>
      <Rail onHelp={() => setHelping(true)} />
      <div className="shell-body">
        <HearingNotice />
        <SourceNotices />
        <main id="main" className="shell-main" tabIndex={-1}>
          <Suspense fallback={<Waiting what={say('the page')} lines={6} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <SignInAgain />
      <Palette />
      <KeyHelp opened={helping} onClose={() => setHelping(false)} />
    </div>
  );
}

function useGlobalKeys(help: () => void): void {
  const navigate = useNavigate();
  const bindings = useMemo(
    () => [
      { keys: '?', does: say('This help'), run: help },
      ...PLACES.map(({ to, name, key }) => ({
        keys: `g ${key}`,
        does: say('Go to {name}', { name }),
        run: () => void navigate(to),
      })),
      ...ROOMS.flatMap(({ rooms }) => rooms).map(({ path, name }) => ({
        keys: null,
        does: say('Go to {name}', { name }),
        run: () => void navigate(`/settings/${path}`),
      })),
    ],
    [navigate, help],
  );
  useKeys(say('Everywhere'), bindings);
}
