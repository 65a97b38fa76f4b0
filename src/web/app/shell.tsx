import { Button } from '@mantine/core';
import { IconEar } from '@tabler/icons-react';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { Outlet, useNavigate } from 'react-router';
import { Gate, HowToGetALink } from './gate.js';
import { HearingNotice } from './hearing-notice.js';
import { KeyHelp } from './key-help.js';
import { useKeyboard, useKeys } from './keys.js';
import { live } from './live.js';
import { PLACES } from './place-list.js';
import { useSession } from './queries.js';
import { Rail } from './rail.js';
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
        <span className="unseen">Loading Earshot</span>
      </div>
    );
  }
  if (session.isError) {
    return <Failed what="Earshot" error={session.error} retry={() => void session.refetch()} />;
  }
  if (session.data === null) {
    return (
      <Gate title="You are not signed in">
        <HowToGetALink />
        <Button variant="default" onClick={() => void session.refetch()}>
          I have signed in, look again
        </Button>
      </Gate>
    );
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
        Skip to the content
      </a>
      <Rail onHelp={() => setHelping(true)} />
      <div className="shell-body">
        <HearingNotice />
        <SourceNotices />
        <main id="main" className="shell-main" tabIndex={-1}>
          <Suspense fallback={<Waiting what="the page" lines={6} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <KeyHelp opened={helping} onClose={() => setHelping(false)} />
    </div>
  );
}

function useGlobalKeys(help: () => void): void {
  const navigate = useNavigate();
  const bindings = useMemo(
    () => [
      { keys: '?', does: 'This help', run: help },
      ...PLACES.map(({ to, name, key }) => ({
        keys: `g ${key}`,
        does: `Go to ${name}`,
        run: () => void navigate(to),
      })),
    ],
    [navigate, help],
  );
  useKeys('Everywhere', bindings);
}
