import type { EntityManager } from 'typeorm';
import type { Change, MentionState } from '../../domain/mention-action.js';
import type { DismissReason, InboxStatus } from '../../domain/mention.js';
import { unnest } from '../bulk.js';

/** A mention under a lock, as far as people change it; `state` and `version` go along with what is done. */
export interface Held {
  readonly id: string;
  state: MentionState;
  version: number;
  /** The mention that it is folded under. */
  readonly copyOf: string | null;
  /** Deleted at its place. */
  readonly gone: boolean;
  /** Who works on it right now, by the database's clock. */
  readonly claim: { readonly id: string; readonly name: string } | null;
}

/** What was made of one mention. Kept with the history: undo and merging go by it. */
export interface Made {
  /** The version that it made. */
  readonly version: number;
  readonly changes: readonly Change[];
  /** Exact copies that went with it. */
  readonly copies: readonly MadeOfCopy[];
}
export interface MadeOfCopy {
  readonly id: string;
  readonly version: number;
  readonly changes: readonly Change[];
}

/** `take`: the one who acts has it from now on; `renew`: had it, and goes on having it. */
export type ClaimStep = 'take' | 'renew' | 'end' | 'keep';

export interface Written extends Held {
  readonly claimStep: ClaimStep;
}

interface Row {
  readonly id: string;
  readonly version: number;
  readonly status: InboxStatus;
  readonly waitingUntil: Date | null;
  readonly dismissedBecause: DismissReason | null;
  readonly ownerId: string | null;
  readonly labels: string[];
  readonly copyOf: string | null;
  readonly gone: boolean;
  readonly claim: { id: string; name: string } | null;
}

/**
 * Locks mentions with all that are folded under them: customers before their mentions and in order,
 * as triage does, so that nobody waits in a circle.
 */
export async function lockWithCopies(
  transaction: EntityManager,
  ids: readonly string[],
): Promise<Map<string, Held>> {
  const these = '(m.id = ANY($1::bigint[]) OR m.copy_of = ANY($1::bigint[]))';
  await transaction.query(
    `SELECT FROM author WHERE id IN (SELECT author_id FROM mention m WHERE ${these})
      ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  );
  const rows = await transaction.query<Row[]>(
    `SELECT m.id, m.version, m.status, m.waiting_until AS "waitingUntil",
            m.dismissed_because AS "dismissedBecause", m.owner_id AS "ownerId",
            m.own_labels AS labels, m.copy_of AS "copyOf", m.gone_at IS NOT NULL AS gone,
            CASE WHEN m.claimed_until > clock_timestamp()
                 THEN jsonb_build_object('id', u.id::text, 'name', u.name) END AS claim
       FROM mention m LEFT JOIN app_user u ON u.id = m.claimed_by
      WHERE ${these} ORDER BY m.id FOR NO KEY UPDATE OF m`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, heldOf(row)]));
}

function heldOf({ id, version, copyOf, gone, claim, labels, ownerId, ...row }: Row): Held {
  const standing = {
    status: row.status,
    waitingUntil: row.waitingUntil?.toISOString() ?? null,
    dismissedBecause: row.dismissedBecause,
  };
  return { id, version, copyOf, gone, claim, state: { standing, ownerId, labels } };
}

/** Writes them as they are now. @param claimSeconds how long one who takes a mention has it */
export async function writeHeld(
  transaction: EntityManager,
  all: readonly Written[],
  userId: string | null,
  claimSeconds: number,
): Promise<void> {
  const rows = all.map(({ id, version, state, claimStep }) => ({
    id,
    version,
    ...state.standing,
    owner_id: state.ownerId,
    labels: state.labels,
    claim: claimStep,
  }));
  const { from, params } = unnest(
    rows.map(({ waitingUntil, dismissedBecause, ...row }) => ({
      ...row,
      waiting_until: waitingUntil,
      because: dismissedBecause,
    })),
    {
      id: 'bigint',
      version: 'integer',
      status: 'text',
      waiting_until: 'timestamptz',
      because: 'text',
      owner_id: 'bigint',
      labels: 'jsonb',
      claim: 'text',
    },
  );
  const [by, span] = [`$${params.length + 1}::bigint`, `$${params.length + 2}::float8`];
  await transaction.query(
    `UPDATE mention SET version = row.version, status = row.status, waiting_until = row.waiting_until,
            dismissed_because = row.because, owner_id = row.owner_id,
            own_labels = ARRAY(SELECT jsonb_array_elements_text(row.labels)),
            claimed_by = CASE row.claim WHEN 'take' THEN ${by} WHEN 'end' THEN NULL ELSE claimed_by END,
            claimed_until = CASE WHEN row.claim IN ('take', 'renew')
                                 THEN clock_timestamp() + ${span} * interval '1 second'
                                 WHEN row.claim = 'end' THEN NULL ELSE claimed_until END
       FROM ${from} WHERE mention.id = row.id`,
    [...params, userId, claimSeconds],
  );
}
