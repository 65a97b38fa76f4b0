import { healthOf } from '../../domain/health.js';
import type { StoredSource } from '../../store/admin-sources.store.js';
import type { StoredSourceDetail } from '../../store/source-detail.store.js';
import type { Past } from '../../store/source-timelines.store.js';
import type { Places } from '../places.js';
import type { SourceDetail, SourceView, View } from '../views.js';
import { onWire } from '../wire.js';
import { timelineOf, type Watch } from './timeline.js';

export interface Seen {
  readonly past: Past;
  /** Length of the timeline. */
  readonly hours: number;
  readonly now: Date;
}

/** A source with its health judged at `now`, and what was heard of it until then. */
export function sourceView(
  source: StoredSource,
  places: Places,
  { past, hours, now }: Seen,
): View<typeof SourceView> {
  const { state, reason } = healthOf(source, now);
  const {
    params: _params,
    lastErrorCode: _code,
    longestGapHours: _gap,
    gapCount: _gaps,
    ...rest
  } = source;
  const { judged, judgedSince, ...shown } = rest;
  const pauses =
    source.enabled || judged !== 'paused' ? past.pauses : pausedSince(past, judgedSince);
  return {
    ...onWire({ ...shown, stateSince: judged === state ? judgedSince : null }),
    url: addressOf(source, places),
    state,
    stateReason: reason,
    timeline: timelineOf({ ...past, pauses }, watchOf(source, past, now), hours, now),
  };
}

export function sourceDetail(
  source: StoredSource,
  detail: StoredSourceDetail,
  places: Places,
  seen: Seen,
): View<typeof SourceDetail> {
  return { ...sourceView(source, places, seen), params: source.params, ...onWire(detail) };
}

/** A pause that nobody wrote down as a deed: it was put in paused, for example. */
function pausedSince(past: Past, from: Date): Past['pauses'] {
  return past.pauses.length > 0 ? past.pauses : [{ from, to: null }];
}

/** A poll that is due waits for its turn; not longer. */
const OVERDUE_MS = 5 * 60_000;

/**
 * What comes after its last answer is for the next one to tell, unless that is overdue. Of the time
 * before anything was written down nobody can tell.
 */
function watchOf(source: StoredSource, { begins }: Past, now: Date): Watch {
  const { createdAt, lastAnsweredAt, nextPollAt, failures, enabled } = source;
  const since = begins !== null && begins > createdAt ? begins : createdAt;
  const waits = enabled && failures === 0 && nextPollAt.getTime() > now.getTime() - OVERDUE_MS;
  return { since, until: waits ? (lastAnsweredAt ?? since) : now };
}

/** Where a person finds the place. A source of a kind that is no more still has a row. */
function addressOf({ kind, params }: StoredSource, places: Places): string | null {
  try {
    return places.describe(kind, params).url;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
