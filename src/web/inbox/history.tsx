import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { When } from '../app/when.js';
import { sayAgain } from '../language/say-again.js';
import { say } from '../language/say.js';
import type { Line } from './detail/machine-events.js';

/** Lines that are shown before one asks for all. */
const FIRST = 6;

/** Every change, by whom, newest first. */
export function History({ history }: { history: readonly Line[] }) {
  const [all, setAll] = useState(false);
  const lines = useMemo(() => history.toSorted((a, b) => b.at.localeCompare(a.at)), [history]);
  if (lines.length === 0) return null;
  return (
    <section className="below">
      <h3>{say('History')}</h3>
      <ol className="history">
        {(all ? lines : lines.slice(0, FIRST)).map(({ at, by, what }) => (
          <li key={`${at} ${by ?? ''} ${what}`}>
            <span className="history-when">
              <When at={at} ago />
            </span>
            <span>
              {by === null ? <span className="dim">Earshot</span> : <strong>{by}</strong>}{' '}
              {sayAgain(what)}
            </span>
          </li>
        ))}
      </ol>
      {lines.length > FIRST && (
        <Button
          variant="subtle"
          size="compact-sm"
          className="part-more"
          aria-expanded={all}
          onClick={() => setAll((now) => !now)}
        >
          {all ? say('Show the latest only') : say('Show all {count}', { count: lines.length })}
        </Button>
      )}
    </section>
  );
}
