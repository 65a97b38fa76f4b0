import { Button } from '@mantine/core';
import { IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { say } from '../language/say.js';
import { saying } from './client.js';
import './states.css';

/** Nothing here, why, and what one can do. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="state">
      <div className="state-icon" aria-hidden>
        {icon}
      </div>
      <h2>{title}</h2>
      {children !== undefined && <div className="state-text">{children}</div>}
      {action}
    </div>
  );
}

/** It could not be loaded: what the server said, and a way to try again. */
export function Failed({
  what,
  error,
  retry,
}: {
  what: string;
  error: unknown;
  retry: () => void;
}) {
  return (
    <div className="state" role="alert">
      <div className="state-icon state-icon-bad" aria-hidden>
        <IconPlugConnectedX size={26} stroke={1.6} />
      </div>
      <h2>{say('{what} could not be loaded', { what })}</h2>
      <div className="state-text">{saying(error)}</div>
      <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={retry}>
        {say('Try again')}
      </Button>
    </div>
  );
}

/** Grey lines in the shape of what is coming. */
export function Waiting({ lines = 3, what }: { lines?: number; what: string }) {
  return (
    <div className="waiting" aria-live="polite">
      <span className="unseen">{say('Loading {what}', { what })}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div className="waiting-line" key={line} aria-hidden>
          <span style={{ width: `${38 + ((line * 17) % 25)}%` }} />
          <span style={{ width: `${70 + ((line * 13) % 28)}%` }} />
        </div>
      ))}
    </div>
  );
}
