import type { DataSource } from 'typeorm';
import type { Rhythm } from '../domain/rhythm.js';
import type { Validators } from '../domain/validators.js';
import { cleanText, storableJson } from './bulk.js';
import { creditPoll, type Asked, type Covered } from './coverage.store.js';

type Queries = Pick<DataSource, 'query'>;

/** What a poll leaves behind on the row of its source. */
export interface PollRecord extends Asked {
  readonly durationMs: number;
  readonly items: number;
  readonly matched: number;
  readonly stored: number;
}

export interface Answered extends PollRecord {
  readonly outcome: 'items' | 'not-modified';
  /** Kept as it was when undefined. */
  readonly cursor?: unknown;
  readonly validators: Validators | null;
  /** Newest post in the answer; null when it had none. */
  readonly lastItemAt: Date | null;
  /** What is known of its rhythm now. */
  readonly rhythm: Rhythm;
  /** Of the posts without a usable date; kept as it was when undefined. */
  readonly undatedDigest?: string | null;
  /** Time that a window of posts spans; null when it is no window. */
  readonly windowSeconds: number | null;
  /** Where permanent redirects led; null when they did not. */
  readonly movedTo: string | null;
  readonly coverage: Covered;
  readonly intervalSeconds: number;
  readonly delaySeconds: number;
}

export interface Failed extends PollRecord {
  readonly code: string;
  readonly message: string;
  readonly delaySeconds: number;
  /** The place is gone for good: never ask again by yourself. */
  readonly stop: boolean;
}

/** A poll that did not take place, since a host or an allowance wants us to wait. */
export type Postponed = Pick<PollRecord, 'sourceId' | 'startedAt' | 'durationMs'> &
  Pick<Failed, 'code' | 'message' | 'delaySeconds'>;

/** Characters kept of what went wrong. */
const LONGEST_MESSAGE = 500;

/** It may quote what the place sent. */
const kept = (message: string): string => cleanText(message).slice(0, LONGEST_MESSAGE);

const LOG =
  'INSERT INTO poll (source_id, at, duration_ms, outcome, items, matched, stored, error) VALUES';

/** An answer to what is asked no more leaves nothing behind: it is asked anew when its pace allows. */
const outdated = (generation: string): string => `
  outdated AS (
    UPDATE source SET claimed_until = NULL,
           next_poll_at = greatest(next_poll_at, $2::timestamptz + min_interval_seconds * interval '1 second')
     WHERE id = $1 AND generation <> ${generation})`;

/**
 * Writes what an answer left behind; part of the transaction that stores its posts.
 *
 * @returns false when something else is to be read there by now, and the answer only stands in the log
 */
export async function writeAnswered(database: Queries, done: Answered): Promise<boolean> {
  await creditPoll(database, done, done.coverage);
  const [logged] = await database.query<[{ isPresent: boolean }]>(
    `WITH answered AS (
         UPDATE source SET claimed_until = NULL, last_polled_at = $2, last_answered_at = $2,
                interval_seconds = $3, next_poll_at = now() + $4 * interval '1 second',
                cursor = CASE WHEN $5 THEN $6::jsonb ELSE cursor END,
                etag = coalesce($7, CASE WHEN $8 THEN etag END),
                last_modified = coalesce($9, CASE WHEN $8 THEN last_modified END),
                longest_gap_hours = $10::real, gap_count = $11, window_seconds = $12,
                last_item_at = greatest(last_item_at, $13::timestamptz),
                undated_digest = CASE WHEN $14 THEN $15 ELSE undated_digest END,
                covered_until = coalesce($16, covered_until), last_duration_ms = $17,
                moved_seen = CASE WHEN moved_to = $18 THEN moved_seen + 1 WHEN $18 IS NULL THEN 0 ELSE 1 END,
                moved_since = CASE WHEN moved_to = $18 THEN moved_since WHEN $18 IS NULL THEN NULL ELSE $2 END,
                moved_to = $18,
                failures = 0, last_error_code = NULL, last_error = NULL
          WHERE id = $1 AND generation = $23 RETURNING id),
       ${outdated('$23')}
       ${LOG} ($1, $2, $17, $19, $20, $21, $22, NULL)
       RETURNING EXISTS (SELECT FROM answered) AS "isPresent"`,
    [
      done.sourceId,
      done.startedAt,
      done.intervalSeconds,
      done.delaySeconds,
      done.cursor !== undefined,
      storableJson(done.cursor ?? null),
      done.validators?.etag ?? null,
      done.outcome === 'not-modified',
      done.validators?.lastModified ?? null,
      done.rhythm.longestHours,
      done.rhythm.count,
      done.windowSeconds,
      done.lastItemAt,
      done.undatedDigest !== undefined,
      done.undatedDigest ?? null,
      done.coverage.until,
      done.durationMs,
      done.movedTo,
      done.outcome,
      done.items,
      done.matched,
      done.stored,
      done.generation,
    ],
  );
  return logged.isPresent;
}

/** Counts a failure; to be run in a transaction. */
export async function writeFailed(transaction: Queries, failed: Failed): Promise<void> {
  await creditPoll(transaction, failed, null);
  await transaction.query(
    `WITH failed AS (
           UPDATE source SET claimed_until = NULL, last_polled_at = $2, last_duration_ms = $3,
                  next_poll_at = now() + $4 * interval '1 second', failures = failures + 1,
                  last_error_code = $5, last_error = $6, enabled = enabled AND NOT $7
            WHERE id = $1 AND generation = $8),
         ${outdated('$8')}
         ${LOG} ($1, $2, $3, 'failed', 0, 0, 0, $6)`,
    [
      failed.sourceId,
      failed.startedAt,
      failed.durationMs,
      failed.delaySeconds,
      failed.code,
      kept(failed.message),
      failed.stop,
      failed.generation,
    ],
  );
}

/**
 * No failure of the place, and no look at it either: only the schedule moves. What waits long for
 * its turn is slow, too.
 */
export async function writePostponed(database: Queries, postponed: Postponed): Promise<void> {
  await database.query(
    `WITH postponed AS (
         UPDATE source SET claimed_until = NULL, next_poll_at = now() + $4 * interval '1 second',
                last_duration_ms = greatest(last_duration_ms, $3),
                last_error_code = CASE WHEN failures = 0 THEN $5 ELSE last_error_code END,
                last_error = CASE WHEN failures = 0 THEN $6 ELSE last_error END
          WHERE id = $1)
       ${LOG} ($1, $2, $3, 'postponed', 0, 0, 0, $6)`,
    [
      postponed.sourceId,
      postponed.startedAt,
      postponed.durationMs,
      postponed.delaySeconds,
      postponed.code,
      kept(postponed.message),
    ],
  );
}
