import type { DataSource } from 'typeorm';
import type { Standing } from '../../domain/mention-action.js';
import { announce } from '../changes.js';
import { notify } from '../notifications/notify.js';
import { recordDeeds } from './change-history.js';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly waitingUntil: Date;
  /** Who is to know: its owner, else whoever had it wait. */
  readonly forId: string | null;
}

const WHO_SENT_IT = `(
  SELECT e.user_id FROM audit_entry e
   WHERE e.subject_kind = 'mention' AND e.subject_id = mention.id::text
     AND e.detail @> '{"changes":[{"after":{"part":"standing","value":{"status":"waiting"}}}]}'
   ORDER BY e.id DESC LIMIT 1)`;

/** Mentions that wait, and come back by themselves. */
export class ReturnsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Lets those come back whose time has come, by the database's clock. They are new again, and keep
   * the time that they came back at. Any number of processes may do so at once.
   *
   * @returns how many came back: as many as `limit` means that there may be more
   */
  async returnDue(limit: number): Promise<number> {
    return this.database.transaction(async (transaction) => {
      // One that a person is changing at this moment is left to the next time.
      const [rows] = await transaction.query<[Row[], number]>(
        `UPDATE mention SET status = 'new', version = version + 1,
                claimed_by = NULL, claimed_until = NULL
          WHERE id IN (SELECT id FROM mention
                        WHERE status = 'waiting' AND waiting_until <= clock_timestamp()
                        ORDER BY waiting_until LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)
         RETURNING id, version, waiting_until AS "waitingUntil",
                   CASE WHEN copy_of IS NULL THEN coalesce(owner_id, ${WHO_SENT_IT}) END AS "forId"`,
        [limit],
      );
      if (rows.length === 0) return 0;
      const deeds = rows.map(({ id, version, waitingUntil }) => ({
        mentionId: id,
        what: 'brought it back from waiting',
        made: { version, changes: [changeOf(waitingUntil.toISOString())] },
      }));
      await recordDeeds(transaction, deeds, null);
      await notify(
        transaction,
        rows.flatMap(({ id, version, forId }) =>
          forId === null
            ? []
            : [
                {
                  userId: forId,
                  kind: 'came-back',
                  event: `came-back:${id}:v${version}`,
                  mentionId: id,
                },
              ],
        ),
      );
      await announce(
        transaction,
        'mentions',
        rows.map(({ id }) => id),
      );
      return rows.length;
    });
  }
}

function changeOf(waitingUntil: string) {
  const standing = (status: Standing['status']) =>
    ({ part: 'standing', value: { status, waitingUntil, dismissedBecause: null } }) as const;
  return { before: standing('waiting'), after: standing('new') };
}
