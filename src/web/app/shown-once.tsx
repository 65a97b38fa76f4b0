import { ActionIcon, Button, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './shown-once.css';
import { say } from '../language/say.js';

/** A secret that the server never shows again: to be copied now. */
export function ShownOnce({
  secret,
  children,
  done,
}: {
  secret: string;
  children: ReactNode;
  done: () => void;
}) {
  return (
    <div className="once" aria-live="polite">
      <p>{children}</p>
      <div className="once-secret">
        <code>{secret}</code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? say('Copied') : say('Copy')}>
              <ActionIcon variant="subtle" aria-label={say('Copy')} onClick={copy}>
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      <Button size="compact-sm" variant="subtle" onClick={done}>
        {say('I have it')}
      </Button>
    </div>
  );
}
