import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { say } from '../../language/say.js';
import { amount } from '../../reading/words.js';
import './folded-text.css';

/** Above one of these a text is folded: what one decides by stands mostly at its beginning. */
const LONG_CHARACTERS = 1800;
const LONG_LINES = 30;

/** A text that is long is shown in part, until one asks for all of it. */
export function FoldedText({ text, children }: { text: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const long =
    text.length > LONG_CHARACTERS || text.split('\n', LONG_LINES + 1).length > LONG_LINES;
  if (!long) return children;
  return (
    <div className="folded">
      <div className={open ? undefined : 'folded-part'}>{children}</div>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-expanded={open}
        onClick={() => setOpen((now) => !now)}
      >
        {open
          ? say('Fold the text')
          : say('Show the whole text, {count} characters', { count: amount(text.length) })}
      </Button>
    </div>
  );
}
