import type { DataSource, EntityManager } from 'typeorm';
import { channelsFor, severityOf, type Tellable } from '../../domain/notification.js';
import type { UrgencyLevel } from '../../domain/reading.js';
import { GIVEN, IN_FORCE } from '../labels-in-force.js';
import { insertNotifications, rulesOf } from './notify.js';

/** What is older when it is found is no news: a look into the past tells nobody a thousand things. */
const NEWS_DAYS = 3;

interface Row extends Omit<Tellable, 'severity'> {
  readonly id: string;
  readonly priority: number;
  readonly urgency: UrgencyLevel | null;
}

/** Tells people of new mentions, each by the ways they chose. */
export class TellingStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Takes mentions that nobody was told of yet, and writes down who is told of them: together, so that
   * none is lost and none told twice, however many processes do so.
   *
   * @param most that are taken
   * @returns how many were taken
   */
  tell(most: number): Promise<number> {
    return this.database.transaction(async (transaction) => {
      const [taken] = await transaction.query<[{ id: string }[], number]>(
        `DELETE FROM mention_untold WHERE mention_id IN (
           SELECT mention_id FROM mention_untold ORDER BY mention_id LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING mention_id AS id`,
        [most],
      );
      const news = await this.news(
        transaction,
        taken.map(({ id }) => id),
      );
      if (news.length === 0) return taken.length;
      const people = [...(await rulesOf(transaction, null))];
      await insertNotifications(
        transaction,
        news.flatMap(({ id, priority, urgency, ...rest }) => {
          const mention = { ...rest, severity: severityOf(priority, urgency) };
          return people.map(([userId, rules]) => ({
            userId,
            kind: 'mention' as const,
            event: `mention:${id}`,
            mentionId: id,
            severity: mention.severity,
            channels: channelsFor(rules, mention),
          }));
        }),
      );
      return taken.length;
    });
  }

  /** Those that are news to somebody: recent, still there, untouched, no copy, and not our own words. */
  private news(transaction: EntityManager, ids: readonly string[]): Promise<Row[]> {
    return transaction.query<Row[]>(
      `SELECT m.id, m.topics, m.complaint, m.monitor_ids::text[] AS "monitorIds",
              coalesce(m.priority, 0) AS priority, ${IN_FORCE.urgency} ->> 'level' AS urgency
         FROM mention m
         LEFT JOIN reading r ON r.mention_id = m.id
         LEFT JOIN ${GIVEN}
         LEFT JOIN author a ON a.id = m.author_id
         LEFT JOIN monitor ON monitor.id = m.monitor_ids[1]
        WHERE m.id = ANY($1::bigint[]) AND m.stage = 'triaged' AND m.status = 'new'
          AND m.gone_at IS NULL AND m.erased_at IS NULL AND m.copy_of IS NULL
          AND m.occurred_at > now() - interval '${NEWS_DAYS} days'
          AND NOT coalesce(lower(a.handle) = ANY(monitor.own_accounts), false)
        ORDER BY m.id`,
      [ids],
    );
  }
}
