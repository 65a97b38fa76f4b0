import type { DataSource, EntityManager } from 'typeorm';
import { chooseToJudge, type Asked, type Judgeable, type ToJudge } from '../domain/judging.js';
import type { GivenLabels } from '../domain/teaching.js';
import { unnest } from './bulk.js';
import { UnknownReference } from './conflict.js';
import { correctIn, type Corrected } from './inbox/mention-changes.store.js';
import { GIVEN } from './labels-in-force.js';
import { JUDGEABLE_IN_LOT, JUDGEABLE_OPEN } from './judgeable.js';

/** One of the texts of the day. */
export interface StoredJudging {
  readonly position: number;
  readonly mentionId: string;
  readonly asked: Asked;
  readonly state: 'waiting' | 'judged' | 'skipped';
  readonly title: string | null;
  readonly text: string;
  readonly language: string | null;
  readonly rating: number | null;
  readonly url: string | null;
  readonly sourceName: string;
  readonly sourceKind: string;
  readonly publishedAt: Date | null;
  /** What the person said; null until then. */
  readonly answer: string | null;
  /** What had been read before; null until the person has said theirs, so that it does not lead them. */
  readonly read: unknown;
}

interface JudgeableRow extends Omit<Judgeable, 'vector'> {
  readonly vector: Buffer | null;
}

/** Ten texts a day for each person, of which each teaches, or tests, what people say. */
export class JudgingsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * The texts of the day (UTC), chosen when a person first asks for them.
   *
   * @param random in 0 (inclusive) .. 1 (exclusive)
   */
  async today(userId: string, random: () => number = Math.random): Promise<StoredJudging[]> {
    const before = await this.list(userId);
    if (before.length > 0) return before;
    await this.database.transaction((transaction) => choose(transaction, userId, random));
    return this.list(userId);
  }

  private list(userId: string): Promise<StoredJudging[]> {
    return this.database.query<StoredJudging[]>(
      `SELECT j.position, j.mention_id AS "mentionId", j.asked, j.state, m.title, m.text,
              coalesce(r.reading #>> '{language,code}', m.language) AS language, m.rating,
              CASE WHEN m.url ~* '^https?://' THEN m.url END AS url,
              s.name AS "sourceName", s.kind AS "sourceKind", m.published_at AS "publishedAt",
              CASE WHEN j.state = 'judged' THEN given.labels ->> j.asked END AS answer,
              CASE WHEN j.state = 'judged' THEN (
                SELECT c.read FROM correction c WHERE c.mention_id = m.id AND c.label = j.asked) END AS read
         FROM judging j JOIN mention m ON m.id = j.mention_id JOIN source s ON s.id = m.source_id
         LEFT JOIN reading r ON r.mention_id = m.id LEFT JOIN ${GIVEN}
        WHERE j.user_id = $1 AND j.day = ${TODAY} AND m.erased_at IS NULL ORDER BY j.position`,
      [userId],
    );
  }

  /**
   * Takes down what a person said of a text; the same as the reading said counts as much.
   *
   * @param answer null: the person would rather not say
   * @returns what was corrected; null when the text was skipped
   * @throws UnknownReference when there is no such text today
   */
  answer(userId: string, position: number, answer: string | null): Promise<Corrected | null> {
    return this.change(userId, position, answer === null ? 'skipped' : 'judged', answer);
  }

  /** Takes an answer back: the person is asked again. As `answer` */
  takeBack(userId: string, position: number): Promise<Corrected | null> {
    return this.change(userId, position, 'waiting', null);
  }

  private change(
    userId: string,
    position: number,
    state: StoredJudging['state'],
    answer: string | null,
  ): Promise<Corrected | null> {
    return this.database.transaction(async (transaction) => {
      const [row] = await transaction.query<(ToJudge & { state: StoredJudging['state'] })[]>(
        `SELECT mention_id AS "mentionId", asked, drawn, state FROM judging
          WHERE user_id = $1 AND day = ${TODAY} AND position = $2 FOR UPDATE`,
        [userId, position],
      );
      if (!row) throw new UnknownReference('That is none of your texts of today.');
      await transaction.query(
        `UPDATE judging SET state = $3, at = now()
          WHERE user_id = $1 AND day = ${TODAY} AND position = $2`,
        [userId, position, state],
      );
      // Nothing was said of it before, and nothing is said now.
      if (answer === null && row.state !== 'judged') return null;
      const { [row.asked]: _before, ...others } = await givenOf(transaction, row.mentionId);
      const given = answer === null ? others : { ...others, [row.asked]: answer };
      return correctIn(transaction, row.mentionId, given, { userId, drawn: row.drawn });
    });
  }
}

const TODAY = `(now() AT TIME ZONE 'UTC')::date`;

async function choose(
  transaction: EntityManager,
  userId: string,
  random: () => number,
): Promise<void> {
  // One person after the other, so that no two are asked about the same text.
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('judging'))`);
  const chosen = await transaction.query<unknown[]>(
    `SELECT FROM judging WHERE user_id = $1 AND day = ${TODAY} LIMIT 1`,
    [userId],
  );
  if (chosen.length > 0) return;
  const lot = await judgeable(transaction, JUDGEABLE_IN_LOT, userId);
  const open = await judgeable(transaction, JUDGEABLE_OPEN, userId);
  const { ask, known } = chooseToJudge(lot, open, random);
  for (const { mentionId, asked } of known)
    await transaction.query(
      `UPDATE correction SET drawn = 'sample' WHERE label = $2 AND (mention_id = $1 OR content_hash = (
         SELECT nullif(content_hash, '') FROM mention WHERE id = $1))`,
      [mentionId, asked],
    );
  if (ask.length === 0) return;
  const { from, params } = unnest(
    ask.map((one, at) => ({ mention_id: one.mentionId, asked: one.asked, drawn: one.drawn, at })),
    { mention_id: 'bigint', asked: 'text', drawn: 'text', at: 'smallint' },
  );
  await transaction.query(
    `INSERT INTO judging (user_id, day, position, mention_id, asked, drawn)
     SELECT $${params.length + 1}::bigint, ${TODAY}, at + 1, mention_id, asked, drawn FROM ${from}`,
    [...params, userId],
  );
}

async function judgeable(
  transaction: EntityManager,
  sql: string,
  userId: string,
): Promise<Judgeable[]> {
  const rows = await transaction.query<JudgeableRow[]>(sql, [userId]);
  return rows.map(({ vector, ...row }) => ({
    ...row,
    vector: vector && new Int8Array(vector.buffer, vector.byteOffset, vector.length),
  }));
}

async function givenOf(transaction: EntityManager, mentionId: string): Promise<GivenLabels> {
  const [row] = await transaction.query<{ labels: GivenLabels | null }[]>(
    `SELECT given.labels FROM mention m LEFT JOIN ${GIVEN} WHERE m.id = $1`,
    [mentionId],
  );
  return row?.labels ?? {};
}
