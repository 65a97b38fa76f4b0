import { Button } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { IconWifiOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { say } from '../language/say.js';
import { live, useHearing } from './live.js';
import { clock } from './times.js';

const PATIENCE_MS = 2500;

/** Says that what is on the screen may be old; silent while all is well. */
export function HearingNotice() {
  const { hearing, since } = useHearing();
  return <div aria-live="polite">{hearing === 'lost' && <Lost since={since} />}</div>;
}

/** Waits a little first: most losses are hiccups. */
function Lost({ since }: { since: Date }) {
  const { online } = useNetwork();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(true), PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div className="hearing">
      <IconWifiOff size={16} aria-hidden />
      <span>
        {online ? say('The connection to Earshot is lost.') : say('This device is offline.')}{' '}
        {say('What you see is from {time}; new things will appear when it is back.', {
          time: clock.format(since),
        })}
      </span>
      <Button size="compact-sm" variant="subtle" onClick={live.retryNow}>
        {say('Try now')}
      </Button>
    </div>
  );
}
