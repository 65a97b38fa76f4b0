import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy, IconPrinter } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { say } from '../../language/say.js';

/** Shown once, to be copied or printed: for when the phone is gone. */
export function RecoveryCodes({
  codes,
  email,
  done,
}: {
  codes: readonly string[];
  email: string;
  done: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="recovery">
      <h3 ref={heading} tabIndex={-1}>
        {say('Two-step sign-in is on. Now keep these recovery codes.')}
      </h3>
      <p>
        {say(
          'Each lets you in once when you have not got your phone. They are shown only now; keep them where you keep passwords, or on paper.',
        )}
      </p>
      <p className="recovery-for">Earshot · {email}</p>
      <ol className="recovery-codes" dir="ltr">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="setting-ends">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? say('Copied') : say('Copy all')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} />}
          onClick={() => window.print()}
        >
          {say('Print')}
        </Button>
        <Button onClick={done}>{say('I have kept them')}</Button>
      </div>
    </section>
  );
}
