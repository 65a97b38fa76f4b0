import '@mantine/core/styles/Progress.layer.css';
import { Progress, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { saying } from '../../app/client.js';
import type { TaxonomyEffect } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { amount, percent } from '../../reading/words.js';
import { missingIn, topicAt, type Draft } from './draft.js';
import type { Tried } from './editing.queries.js';
import { sayAgain } from '../../language/say-again.js';

/** What the draft would do to the stored mentions: how many move, and some of them. */
export function EffectPanel({
  tried: { preview, working, error },
  draft,
  saved,
}: {
  tried: Tried;
  draft: Draft;
  saved: Draft;
}) {
  const nameOf = (key: string): string =>
    sayAgain(topicAt(draft, key)?.name ?? topicAt(saved, key)?.name ?? key);
  const isUnfinished = draft.topics.some((topic) => missingIn(topic) !== null);
  const effect = preview?.effect ?? null;
  return (
    <section className="effect card" aria-label={say('What this would do')} aria-busy={working}>
      <header className="effect-head">
        <h2>{say('What this would do')}</h2>
        {working && preview !== null && preview.total > 0 && (
          <Progress
            className="effect-progress"
            size="sm"
            value={(100 * preview.done) / preview.total}
            aria-label={say('Mentions looked at')}
          />
        )}
      </header>
      {error !== null && error !== undefined ? (
        <p className="effect-note" role="alert">
          {isUnfinished ? say('Shown as soon as every topic is complete.') : saying(error)}
        </p>
      ) : effect === null ? (
        <p className="effect-note dim" aria-live="polite">
          {say('Going through the stored mentions …')}
        </p>
      ) : (
        <Effect effect={effect} nameOf={nameOf} stale={working} />
      )}
    </section>
  );
}

function Effect({
  effect,
  nameOf,
  stale,
}: {
  effect: TaxonomyEffect;
  nameOf: (key: string) => string;
  stale: boolean;
}) {
  const [only, setOnly] = useState<string | null>(null);
  const concerned = effect.topics.filter(({ gained, lost }) => gained + lost > 0);
  const samples = effect.samples.filter(
    ({ from, to }) => only === null || from.includes(only) !== to.includes(only),
  );
  return (
    <div className={stale ? 'effect-stale' : ''}>
      <p className="effect-note" aria-live="polite">
        <strong className="number">
          {effect.moved === 0
            ? say('No stored mention would move.')
            : say('{count, plural, one {# stored mention} other {# stored mentions}} would move.', {
                count: effect.moved,
              })}
        </strong>{' '}
        <span className="dim number">{scope(effect)}</span>
      </p>
      {concerned.length > 0 && (
        <ul className="effect-topics">
          {concerned.map(({ key, before, gained, lost }) => (
            <li key={key}>
              <UnstyledButton
                className="effect-topic"
                aria-pressed={only === key}
                onClick={() => setOnly(only === key ? null : key)}
              >
                <span className="one-line">{nameOf(key)}</span>
                <span className="number dim">{amount(before)}</span>
                <span className="number effect-gained">
                  {gained > 0 ? `+${amount(gained)}` : ''}
                </span>
                <span className="number effect-lost">{lost > 0 ? `−${amount(lost)}` : ''}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      {samples.length > 0 && <Samples samples={samples} nameOf={nameOf} />}
    </div>
  );
}

function Samples({
  samples,
  nameOf,
}: {
  samples: TaxonomyEffect['samples'];
  nameOf: (key: string) => string;
}) {
  const names = (keys: readonly string[]): string =>
    keys.length === 0 ? say('no topic') : keys.map(nameOf).join(', ');
  return (
    <ul className="effect-samples" aria-label={say('Some of them')}>
      {samples.map(({ mentionId, from, to, quote }) => (
        <li key={mentionId}>
          <blockquote className="theirs" dir="auto">
            {quote === '' ? say('(no single words carry it)') : `“${quote}”`}
          </blockquote>
          <p className="dim">
            {names(from)}{' '}
            <span aria-hidden className="turns">
              →
            </span>
            <span className="unseen">{say('becomes')}</span> <strong>{names(to)}</strong>{' '}
            <Link to={`/inbox/${mentionId}?status=all`}>{say('open')}</Link>
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Of how many, and what becomes of the complaints without a topic. */
function scope(effect: TaxonomyEffect): string {
  const { looked, stored, complaints, untaggedBefore, untaggedAfter } = effect;
  const of =
    looked < stored
      ? say('Of the newest {looked, number} of {stored, number}.', { looked, stored })
      : say('Of {looked, number}.', { looked });
  if (complaints === 0) return of;
  const before = percent(untaggedBefore / complaints);
  const after = percent(untaggedAfter / complaints);
  const change = before === after ? before : `${before} → ${after}`;
  return `${of} ${say('Complaints without a topic: {change} (n = {n}). What people corrected stays.', { change, n: amount(complaints) })}`;
}
