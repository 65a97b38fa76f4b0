import { Button } from '@mantine/core';
import { useState } from 'react';
import { lasting } from '../app/times.js';
import { When } from '../app/when.js';
import type { Poll } from '../app/wire.js';
import { say } from '../language/say.js';

import { Panel } from './panel.js';
import { PollStrip } from './poll-strip.js';
import { sayAgain } from '../language/say-again.js';

const FIRST = 10;

/** What the latest polls brought, errors in words. */
export function PollLog({ polls }: { polls: readonly Poll[] }) {
  const [all, setAll] = useState(false);
  return (
    <Panel
      title={say('Poll log')}
      about={say('The latest first. Posts that no monitor listens for are counted, not kept.')}
    >
      {polls.length === 0 ? (
        <p className="dim">{say('It was not asked yet.')}</p>
      ) : (
        <>
          <PollStrip polls={polls} />
          <table className="log">
            <thead>
              <tr>
                <th scope="col">{say('When')}</th>
                <th scope="col">{say('What it brought')}</th>
                <th scope="col">{say('Took')}</th>
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
                {all ? say('Show fewer') : say('Show all {count}', { count: polls.length })}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

function inWords({ outcome, error, items, matched, stored }: Poll): string {
  if (outcome === 'failed') return sayAgain(error) ?? say('Failed; no reason was kept.');
  if (outcome === 'postponed')
    return say('Not asked. {why}', { why: sayAgain(error) ?? say('Its host wants us to wait.') });
  if (outcome === 'not-modified') return say('Answered: nothing changed');
  return say(
    '{items, plural, one {# post} other {# posts}}, {matched, number} matched, {stored, number} new to us',
    { items, matched, stored },
  );
}
