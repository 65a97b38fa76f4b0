import { createHash } from 'node:crypto';
import type { PollResult } from '../../connectors/connector.js';
import { readCursor } from '../../connectors/paging.js';
import { arrivalsOf, isUndated, type Arrivals } from '../../domain/arrivals.js';
import { creditOf } from '../../domain/coverage.js';
import type { Item } from '../../domain/mention.js';
import { learn, suspiciousAfterHours, type Rhythm } from '../../domain/rhythm.js';
import {
  meanGapSecondsOf,
  nextPoll,
  windowSecondsOf,
  type Cadence,
  type NextPoll,
  type PollOutcome,
} from '../../domain/schedule.js';
import type { Covered } from '../../store/coverage.store.js';
import type { SourceEntity } from '../../store/entities/source.entity.js';
import type { Answered, PollRecord } from '../../store/poll-records.js';

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/** What an answer leaves on its source: where it left off, its pace, what it covers, and when to ask again. */
export function marksOf(
  source: SourceEntity,
  result: PollResult,
  startedAt: Date,
  now: Date,
): Omit<Answered, keyof PollRecord> {
  const items = result.outcome === 'items' ? result.items : [];
  const undated = undatedDigest(items, now);
  const arrivals = arrivalsOfResult(source, result, undated, now);
  const rhythm = rhythmAfter(source, arrivals, startedAt);
  const windowSeconds = windowOf(source, result, now);
  const { validators, freshForSeconds, movedTo = null } = result;
  const meanGapSeconds =
    source.lastAnsweredAt === null ? meanGapSecondsOf(datesIn(items), now) : null;
  return {
    outcome: result.outcome,
    validators,
    ...(result.outcome === 'items' ? { cursor: result.cursor, undatedDigest: undated } : {}),
    lastItemAt: arrivals.lastItemAt,
    rhythm,
    windowSeconds,
    movedTo,
    coverage: coveredBy(source, result, { ...arrivals, rhythm }, startedAt),
    ...nextFor(source, {
      kind: 'answered',
      ...arrivals,
      silentSeconds: silentSeconds(source, arrivals, now),
      meanGapSeconds,
      windowSeconds,
      freshForSeconds,
    }),
  };
}

/** The schedule that follows for a source. */
export function nextFor(source: SourceEntity, outcome: PollOutcome): NextPoll {
  const { intervalSeconds, minIntervalSeconds, maxIntervalSeconds } = source;
  const cadence: Cadence = {
    intervalSeconds,
    minSeconds: minIntervalSeconds,
    maxSeconds: maxIntervalSeconds,
  };
  return nextPoll(cadence, outcome, Math.random());
}

const datesIn = (items: readonly Item[]): (string | null)[] =>
  items.map(({ publishedAt }) => publishedAt);

function arrivalsOfResult(
  source: SourceEntity,
  result: PollResult,
  undated: string | null,
  now: Date,
): Arrivals {
  const { lastItemAt, lastAnsweredAt, undatedDigest: before } = source;
  const answer =
    result.outcome === 'items'
      ? {
          publishedAt: datesIn(result.items),
          undated,
          complete: result.complete,
          passed: result.passed,
        }
      : { publishedAt: [], undated: null };
  return arrivalsOf(answer, { lastItemAt, lastAnsweredAt, undated: before }, now);
}

function rhythmAfter(source: SourceEntity, arrivals: Arrivals, startedAt: Date): Rhythm {
  const { gapCount: count, longestGapHours: longestHours, lastAnsweredAt } = source;
  const elapsed = lastAnsweredAt ? startedAt.getTime() - lastAnsweredAt.getTime() : 0;
  return learn({ count, longestHours }, arrivals, elapsed / 1000 / HOUR_SECONDS);
}

/** Null when no post shows a time. */
function silentSeconds(
  before: SourceEntity,
  { lastItemAt }: Pick<Arrivals, 'lastItemAt'>,
  at: Date,
): number | null {
  const newest = Math.max(lastItemAt?.getTime() ?? 0, before.lastItemAt?.getTime() ?? 0);
  return newest === 0 ? null : (at.getTime() - newest) / 1000;
}

/** Only a place that shows nothing but its newest posts has a window; others are read page by page. */
function windowOf(source: SourceEntity, result: PollResult, now: Date): number | null {
  if (result.outcome === 'not-modified') return source.windowSeconds;
  const { complete, cursor, windowOnly } = result;
  const isWindow = windowOnly ?? (complete === undefined && (cursor ?? null) === null);
  return isWindow ? (windowSecondsOf(datesIn(result.items), now) ?? source.windowSeconds) : null;
}

/**
 * What the answer covers. While something of it is still to be read, and while the place is
 * suspiciously quiet, nothing is: that is settled by a later answer.
 */
function coveredBy(
  source: SourceEntity,
  result: PollResult,
  { allNew, lastItemAt, oldestAt, rhythm }: Arrivals & { rhythm: Rhythm },
  at: Date,
): Covered {
  const audit = result.outcome === 'items' ? (result.audit ?? null) : null;
  const since = source.coveredUntil;
  const silentHours = (silentSeconds(source, { lastItemAt }, at) ?? 0) / HOUR_SECONDS;
  const isSuspicious = silentHours > (suspiciousAfterHours(rhythm) ?? Infinity);
  if (isSuspicious || isUnfinished(result))
    return { since, until: null, credit: { kind: 'observed', hours: [] }, audit };
  const reaches = result.outcome === 'not-modified' || result.complete === true;
  const credit = creditOf({
    coveredUntil: since ?? source.createdAt,
    at,
    declaredSeconds: declaredSeconds(source),
    onlyBackTo: reaches || (source.lastItemAt !== null && !allNew) ? null : oldestAt,
  });
  return { since, until: at, credit, audit };
}

/** What it did not reach is read in the next polls. A window that does not reach has lost it. */
function isUnfinished(result: PollResult): boolean {
  if (result.outcome === 'not-modified' || result.complete !== false) return false;
  return readCursor(result.cursor)?.gap !== null;
}

/**
 * The interval, or longer when the place itself asked for more at its last answer, of which it
 * gets a day at most; what is later was put off for another reason.
 */
function declaredSeconds(source: SourceEntity): number {
  const { intervalSeconds, lastAnsweredAt, lastErrorCode, nextPollAt } = source;
  if (lastAnsweredAt === null || lastErrorCode !== null) return intervalSeconds;
  const planned = (nextPollAt.getTime() - lastAnsweredAt.getTime()) / 1000;
  return planned > DAY_SECONDS ? intervalSeconds : Math.max(intervalSeconds, planned);
}

/** Of the posts that have no date to go by; null when there are none. */
function undatedDigest(items: readonly Item[], now: Date): string | null {
  const ids = items
    .filter(({ publishedAt }) => isUndated(publishedAt, now))
    .map(({ externalId }) => externalId);
  if (ids.length === 0) return null;
  return createHash('sha1').update(JSON.stringify(ids.sort())).digest('base64url');
}
