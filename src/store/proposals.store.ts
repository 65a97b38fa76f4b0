import type { DataSource, EntityManager } from 'typeorm';
import { WEEKS_BACK, type ProposalState, type ProposedWeek } from '../domain/proposal.js';
import { record } from './audit.store.js';
import { announce } from './changes.js';
import { Conflict, UnknownReference } from './conflict.js';
import { COMPLAINTS, PERSON } from './topics.store.js';

/** A complaint that carries no topic. */
export interface Untagged {
  readonly id: string;
  readonly title: string | null;
  readonly text: string;
  readonly vector: Buffer | null;
  /** Someone who is not named counts as a person of their own. */
  readonly person: string;
  /** Monday of its week, UTC. */
  readonly week: string;
}

/** A pattern that was found. */
export interface FoundPattern {
  readonly name: string;
  readonly phrases: readonly string[];
  readonly centre: Int8Array;
  /** Nearest to the middle first. */
  readonly mentionIds: readonly string[];
  readonly people: number;
  readonly weeks: readonly ProposedWeek[];
}

/** A proposal as far as it is needed to know one again. */
export interface KnownPattern {
  readonly id: string;
  readonly state: ProposalState;
  readonly centre: Int8Array;
}

/** Mentions kept with a proposal. */
const MOST_MENTIONS = 50;

/** New topics that are proposed from what carries none. */
export class ProposalsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Complaints of the last weeks that carry no topic, newest first; of exact copies one. In a language
   * that the encoder knows, or an unknown one.
   */
  untagged(limit: number): Promise<Untagged[]> {
    return this.database.query<Untagged[]>(
      `SELECT id, title, text, vector, person, week FROM (
         SELECT DISTINCT ON (m.content_hash) m.id, m.title, m.text, r.vector, ${PERSON} AS person, m.occurred_at,
                to_char(date_trunc('week', m.occurred_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS week
           FROM mention m JOIN reading r ON r.mention_id = m.id LEFT JOIN author a ON a.id = m.author_id
           LEFT JOIN monitor ON monitor.id = m.monitor_ids[1]
          WHERE ${COMPLAINTS} AND m.topics = '{}' AND m.erased_at IS NULL
            AND coalesce(r.reading #>> '{language,code}', 'en') = 'en'
          ORDER BY m.content_hash, m.id) AS complaint
        ORDER BY occurred_at DESC, id DESC LIMIT $3`,
      [WEEKS_BACK, null, limit],
    );
  }

  /** Texts of the latest complaints that carry a topic, to compare with. */
  async tagged(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ text: string }[]>(
      `SELECT coalesce(m.title || E'\\n', '') || m.text AS text FROM mention m
        WHERE m.complaint = 'complaint' AND m.topics <> '{}' AND m.erased_at IS NULL
        ORDER BY m.occurred_at DESC LIMIT $1`,
      [limit],
    );
    return rows.map(({ text }) => text);
  }

  async known(): Promise<KnownPattern[]> {
    const rows = await this.database.query<(Omit<KnownPattern, 'centre'> & { centre: Buffer })[]>(
      'SELECT id, state, centre FROM topic_proposal ORDER BY id',
    );
    return rows.map((row) => ({ ...row, centre: Int8Array.from(row.centre, signed) }));
  }

  /** Stores a pattern, or what became of one that is open: its numbers are those of now. */
  async keep(pattern: FoundPattern, openId: string | null): Promise<void> {
    const { name, phrases, centre, mentionIds, people, weeks } = pattern;
    const values = [
      name,
      phrases,
      Buffer.from(centre.buffer, centre.byteOffset, centre.length),
      mentionIds.slice(0, MOST_MENTIONS),
      mentionIds.length,
      people,
      JSON.stringify(weeks),
    ];
    if (openId === null)
      await this.database.query(
        `INSERT INTO topic_proposal (name, phrases, centre, mention_ids, mentions, people, weeks)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        values,
      );
    else
      await this.database.query(
        `UPDATE topic_proposal SET name = $1, phrases = $2, centre = $3, mention_ids = $4, mentions = $5,
                people = $6, weeks = $7, last_seen_at = now() WHERE id = $8 AND state = 'open'`,
        [...values, openId],
      );
  }

  /**
   * Rejects a proposal, so that its pattern does not come back, or takes that back.
   *
   * @returns false when there is no such proposal
   * @throws Conflict when it has become a topic
   */
  async judge(id: string, state: 'open' | 'rejected', userId: string): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [row] = await transaction.query<{ state: ProposalState; name: string }[]>(
        'SELECT state, name FROM topic_proposal WHERE id = $1 FOR UPDATE',
        [id],
      );
      if (!row) return false;
      if (row.state === 'accepted' || row.state === 'merged')
        throw new Conflict('It has become a topic; change that one instead.');
      if (row.state === state) return true;
      const action = `${state === 'open' ? 'took back the rejection of' : 'rejected'} the proposal “${row.name}”`;
      await decide(transaction, id, { state, topic: null, userId, action });
      return true;
    });
  }
}

/** What became of a proposal when a taxonomy was saved. */
export interface Decision {
  readonly id: string;
  readonly as: 'accepted' | 'merged';
  readonly topic: string;
}

/**
 * Notes that a proposal has become a topic, in the transaction that saves the topic.
 *
 * @throws UnknownReference when there is no such proposal
 * @throws Conflict when it was decided already
 */
export async function settle(
  transaction: EntityManager,
  { id, as: state, topic }: Decision,
  userId: string,
): Promise<void> {
  const [row] = await transaction.query<{ state: ProposalState; name: string }[]>(
    'SELECT state, name FROM topic_proposal WHERE id = $1 FOR UPDATE',
    [id],
  );
  if (!row) throw new UnknownReference('There is no such proposal.');
  if (row.state !== 'open') throw new Conflict(`The proposal was ${row.state} already.`);
  const action =
    state === 'accepted'
      ? `made the topic ${topic} of the proposal “${row.name}”`
      : `merged the proposal “${row.name}” into the topic ${topic}`;
  await decide(transaction, id, { state, topic, userId, action });
}

async function decide(
  transaction: EntityManager,
  id: string,
  made: { state: ProposalState; topic: string | null; userId: string; action: string },
): Promise<void> {
  const { state, topic, userId, action } = made;
  await transaction.query(
    `UPDATE topic_proposal SET state = $2, topic = $3,
            decided_at = CASE WHEN $2 = 'open' THEN NULL ELSE now() END,
            decided_by = CASE WHEN $2 = 'open' THEN NULL ELSE $4::bigint END
      WHERE id = $1`,
    [id, state, topic, userId],
  );
  await record(transaction, { userId, action, subjectKind: 'proposal', subjectId: id });
  await announce(transaction, 'topics', []);
}

const signed = (byte: number): number => (byte > 127 ? byte - 256 : byte);
