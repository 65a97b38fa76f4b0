import { Button } from '@mantine/core';
import { useState } from 'react';
import { lasting } from '../app/times.js';
import { When } from '../app/when.js';
import type { Poll } from '../app/wire.js';
import { amount } from '../reading/words.js';
import { Panel } from './panel.js';
import { PollStrip } from './poll-strip.js';

const FIRST = 10;

/** What the latest polls brought, errors in words. */
export function PollLog({ polls }: { polls: readonly Poll[] }) {
  const [all, setAll] = useState(false);
  return (
    <Panel
      title="Poll log"
      about="The latest first. Posts that no monitor listens for are counted, not kept."
    >
      {polls.length === 0 ? (
        <p className="dim">It was not asked yet.</p>
      ) : (
        <>
          <PollStrip polls={polls} />
          <table className="log">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What it brought</th>
                <th scope="col">Took</th>
              </tr>
            </thead>
            <tbody>
              {(all ? polls : polls.slice(0, FIRST)).map((poll) => (
                <tr key={poll.at}>
                  <td>
                    <When at={poll.at} ago />
                  </td>
                  <td className={poll.outcome === 'failed' ? 'log-failed' : ''}>{inWords(poll)}</td>
                  <td className="number">{lasting(poll.durationMs / 1000)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {polls.length > FIRST && (
            <div>
              <Button
                size="compact-sm"
                variant="subtle"
                aria-expanded={all}
                onClick={() => setAll(!all)}
              >
                {all ? 'Show fewer' : `Show all ${polls.length}`}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

function inWords({ outcome, error, items, matched, stored }: Poll): string {
  if (outcome === 'failed') return error ?? 'Failed; no reason was kept.';
  if (outcome === 'postponed') return `Not asked. ${error ?? 'Its host wants us to wait.'}`;
  if (outcome === 'not-modified') return 'Answered: nothing changed';
  return `${amount(items)} posts, ${amount(matched)} matched, ${amount(stored)} new to us`;
}
