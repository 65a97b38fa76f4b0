import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
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
      <p className="gate-foot">Hears customers before they leave.</p>
    </main>
  );
}

const COMMAND = 'npm run -s earshot -- user link EMAIL';

export function HowToGetALink({ again = false }: { again?: boolean }) {
  return (
    <>
      <p>
        To get {again ? 'a new one' : 'one'}, run this where Earshot is installed, with your e-mail
        address, and open the link it prints:
      </p>
      <div className="gate-command">
        <code>{COMMAND}</code>
        <CopyButton value={COMMAND}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon variant="subtle" aria-label="Copy the command" onClick={copy}>
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
      <p className="dim">
        No shell there? Ask the person who runs Earshot. The link of the very first start is in the
        text that <code>npm start</code> printed.
      </p>
    </>
  );
}
