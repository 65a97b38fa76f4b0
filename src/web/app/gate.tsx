import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { say } from '../language/say.js';
import { Logo } from './logo.js';
import './gate.css';

/** The page in front of the product. */
export function Gate({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="gate">
      <div className="gate-card">
        <div className="gate-brand">
          <Logo size={34} />
          <span>Earshot</span>
        </div>
        <h1>{title}</h1>
        {children}
      </div>
      <p className="gate-foot">{say('Hears customers before they leave.')}</p>
    </main>
  );
}

const COMMAND = 'npm run -s earshot -- user link EMAIL';

const code = (inner: ReactNode[]) => <code key="code">{inner}</code>;

export function HowToGetALink({ again = false }: { again?: boolean }) {
  return (
    <>
      <p>
        {again
          ? say(
              'To get a new link, run this where Earshot is installed, with your e-mail address, and open what it prints:',
            )
          : say(
              'To get a link, run this where Earshot is installed, with your e-mail address, and open what it prints:',
            )}
      </p>
      <div className="gate-command" dir="ltr">
        <code>{COMMAND}</code>
        <CopyButton value={COMMAND}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? say('Copied') : say('Copy')}>
              <ActionIcon variant="subtle" aria-label={say('Copy the command')} onClick={copy}>
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      <p className="dim">
        {say(
          'No shell there? Ask whoever manages people in Earshot. The link of the very first start is in the text that <code>npm start</code> printed.',
          { code },
        )}
      </p>
    </>
  );
}
