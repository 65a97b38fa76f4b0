import type { DataSource, EntityManager } from 'typeorm';
import type { Item, Stage } from '../domain/mention.js';
import type { Brand } from '../domain/reading.js';
import { authorIdsOf, keyOfAuthor } from './authors.js';
import { unnest } from './bulk.js';
import { vectorOf } from './inbox/search.js';

/** A post that a monitor matched, ready to be stored. */
export interface Heard {
  readonly item: Item;
  /** Digest of what a reader sees; another one means an edit. */
  readonly contentHash: string;
  readonly monitorIds: readonly string[];
  readonly matchedBecause: readonly string[];
  /** When to look it up again, should it be new here; null or absent: never. */
  readonly recheckAt?: Date | null;
}

export interface Saved {
  /** New, edited, or back after it was gone: these are to be read, or triaged again. */
  readonly fresh: readonly string[];
  readonly created: number;
  readonly edited: number;
}

/** A stored mention as the reader needs it. */
export interface Unread {
  readonly id: string;
  readonly title: string | null;
  readonly text: string;
  readonly language: string | null;
  readonly rating: number | null;
  readonly contentHash: string;
  /** Whose side the first monitor that heard it is on; null when that monitor is gone. */
  readonly brand: Brand | null;
}

interface SavedRow {
  readonly id: string;
  readonly externalId: string;
  readonly created: boolean;
  readonly unfinished: boolean;
}

interface StoredState {
  readonly externalId: string;
  readonly contentHash: string;
  readonly monitorIds: readonly string[];
  readonly erased: boolean;
  readonly missed: boolean;
}

/** Of a post that is there already: whether a reader would see something else. */
const EDITED = 'mention.content_hash <> excluded.content_hash';
/** Whether a monitor listens for it that did not when it came, as one that was added since. */
const WANTED_ANEW = 'NOT mention.monitor_ids @> excluded.monitor_ids';

const ARRAY = (column: string): string => `ARRAY(SELECT jsonb_array_elements_text(row.${column}))`;

/** Whether the present text of a mention was read. */
const HAS_READING = `EXISTS (SELECT FROM reading r
  WHERE r.mention_id = mention.id AND r.content_hash = mention.content_hash)`;

/**
 * The brand of a monitor: where nobody has given its names, the words that bring us mentions are
 * the nearest to them. Our own handles are always ours.
 */
const BRAND = `SELECT json_build_object(
    'names', own_accounts || CASE WHEN brand_names = '{}' THEN name || "any" ELSE brand_names END,
    'competitors', competitors,
    'home', EXISTS (SELECT FROM source WHERE source.id = mention.source_id
                       AND source.owned_by_monitor_id = monitor.id))
  FROM monitor WHERE monitor.id = mention.monitor_ids[1]`;

/** Mentions as the pipeline writes them: in pages, and the same page twice changes nothing. */
export class MentionsStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Stores the posts of one source. A post seen before is left alone, unless its content
   * changed: then the older one becomes a revision and it is read again; or another monitor listens
   * for it by now. One that was missed or gone is back. What was erased stays so: a stale answer must not bring it back.
   *
   * All posts of an answer in one call: authors are locked and added in one order, so that two
   * answers, or an answer and triage, never wait for each other in a circle.
   *
   * @param place kind and host, within which a handle names one account
   * @param heard no external id twice
   */
  async saveHeard(
    transaction: EntityManager,
    source: { id: string; place: string },
    heard: readonly Heard[],
    fetchedAt: Date,
  ): Promise<Saved> {
    const { changed, edited } = await this.compare(transaction, source.id, heard);
    if (changed.length === 0) return { fresh: [], created: 0, edited: 0 };
    if (edited.length > 0) await this.keepRevisions(transaction, source.id, edited);
    const authors = await authorIdsOf(
      transaction,
      source.place,
      changed.flatMap(({ item }) => item.author ?? []),
    );
    const rows = changed.map(({ item, contentHash, monitorIds, matchedBecause, recheckAt }) => ({
      external_id: item.externalId,
      monitor_ids: monitorIds,
      matched_because: matchedBecause,
      author_id: authors.get(keyOfAuthor(item.author)) ?? null,
      url: item.url,
      title: item.title,
      text: item.text,
      content_hash: contentHash,
      rating: item.rating,
      tags: item.tags,
      parent_external_id: item.parentId,
      language: item.language,
      published_at: item.publishedAt,
      updated_at: item.updatedAt,
      recheck_at: recheckAt ?? null,
    }));
    const { from, params } = unnest(rows, {
      external_id: 'text',
      monitor_ids: 'jsonb',
      matched_because: 'jsonb',
      author_id: 'bigint',
      url: 'text',
      title: 'text',
      text: 'text',
      content_hash: 'text',
      rating: 'real',
      tags: 'jsonb',
      parent_external_id: 'text',
      language: 'text',
      published_at: 'timestamptz',
      updated_at: 'timestamptz',
      recheck_at: 'timestamptz',
    });
    const [sourceId, fetched] = [`$${params.length + 1}`, `$${params.length + 2}`];
    const saved = await transaction.query<SavedRow[]>(
      `INSERT INTO mention (source_id, external_id, monitor_ids, matched_because, author_id, url, title,
                            text, content_hash, rating, tags, parent_external_id, language,
                            published_at, updated_at, recheck_at, fetchable_at, fetched_at, occurred_at)
       SELECT ${sourceId}::bigint, external_id, ${ARRAY('monitor_ids')}::bigint[], ${ARRAY('matched_because')},
              author_id, url, title, text, content_hash, rating, ${ARRAY('tags')}, parent_external_id,
              language, published_at, updated_at, recheck_at,
              least(greatest(published_at, source.last_answered_at), ${fetched}), ${fetched}::timestamptz,
              least(coalesce(published_at, ${fetched}), ${fetched})
         FROM ${from} JOIN source ON source.id = ${sourceId}::bigint ORDER BY external_id
       ON CONFLICT (source_id, external_id) DO UPDATE
          SET title = excluded.title, text = excluded.text, content_hash = excluded.content_hash,
              rating = excluded.rating, tags = excluded.tags, url = excluded.url,
              monitor_ids = excluded.monitor_ids, matched_because = excluded.matched_because,
              updated_at = CASE WHEN ${EDITED} THEN coalesce(excluded.updated_at, excluded.fetched_at)
                                ELSE mention.updated_at END,
              missed_at = NULL, gone_at = NULL,
              recheck_at = coalesce(mention.recheck_at, excluded.recheck_at),
              stage = CASE WHEN ${EDITED} OR mention.stage = 'new' THEN 'new'
                           WHEN mention.gone_at IS NULL THEN mention.stage ELSE 'read' END,
              stage_since = now()
        WHERE mention.erased_at IS NULL
          AND (${EDITED} OR ${WANTED_ANEW} OR mention.missed_at IS NOT NULL OR mention.gone_at IS NOT NULL)
       RETURNING id, external_id AS "externalId", xmax = 0 AS created, stage <> 'triaged' AS unfinished`,
      [...params, source.id, fetchedAt],
    );
    const fresh = saved.filter(({ unfinished }) => unfinished).map(({ id }) => id);
    const created = saved.filter((row) => row.created).length;
    const changedIds = new Set(edited.map(({ item }) => item.externalId));
    const replaced = saved.filter((row) => !row.created && changedIds.has(row.externalId));
    return { fresh, created, edited: replaced.length };
  }

  /** Leaves out what is stored already, so that a poll without news writes nothing. */
  private async compare(
    transaction: EntityManager,
    sourceId: string,
    heard: readonly Heard[],
  ): Promise<{ changed: Heard[]; edited: Heard[] }> {
    const stored = await transaction.query<StoredState[]>(
      `SELECT external_id AS "externalId", content_hash AS "contentHash", monitor_ids AS "monitorIds",
              erased_at IS NOT NULL AS erased, missed_at IS NOT NULL OR gone_at IS NOT NULL AS missed
         FROM mention WHERE source_id = $1 AND external_id = ANY($2)`,
      [sourceId, heard.map(({ item }) => item.externalId)],
    );
    const known = new Map(stored.map((state) => [state.externalId, state]));
    const isEdited = ({ item, contentHash }: Heard): boolean =>
      known.has(item.externalId) && known.get(item.externalId)?.contentHash !== contentHash;
    const changed = heard.filter((it) => {
      const state = known.get(it.item.externalId);
      if (state === undefined) return true;
      const isNews = state.missed || isEdited(it) || isWantedAnew(it, state);
      return isNews && !state.erased;
    });
    return { changed, edited: changed.filter(isEdited) };
  }

  /** What another process has replaced meanwhile, with the same edit, is not kept twice. */
  private async keepRevisions(
    transaction: EntityManager,
    sourceId: string,
    edited: readonly Heard[],
  ): Promise<void> {
    const { from, params } = unnest(
      edited.map(({ item, contentHash }) => ({
        external_id: item.externalId,
        content_hash: contentHash,
      })),
      { external_id: 'text', content_hash: 'text' },
    );
    // Customers before their mentions, as triage does.
    await transaction.query(
      `SELECT FROM author WHERE id IN (
         SELECT author_id FROM mention WHERE source_id = $2 AND external_id = ANY($1))
        ORDER BY id FOR NO KEY UPDATE`,
      [params[0], sourceId],
    );
    await transaction.query(
      `INSERT INTO mention_revision (mention_id, title, text)
       SELECT mention.id, mention.title, mention.text
         FROM mention JOIN ${from} USING (external_id)
        WHERE mention.source_id = $3 AND mention.content_hash <> row.content_hash
          AND mention.erased_at IS NULL
        ORDER BY mention.id FOR NO KEY UPDATE OF mention`,
      [...params, sourceId],
    );
  }

  /** Of these mentions, the ones whose present text has no reading, as the reader needs them. */
  async unread(ids: readonly string[]): Promise<Unread[]> {
    return this.database.query<Unread[]>(
      `SELECT id, title, text, language, rating, content_hash AS "contentHash", (${BRAND}) AS brand
         FROM mention WHERE id = ANY($1::bigint[]) AND stage = 'new' AND NOT ${HAS_READING} ORDER BY id`,
      [ids],
    );
  }

  /**
   * Makes the words of these mentions searchable. Apart from storing them, which must be quick; under
   * a lock, so that what is being erased is not put in again.
   */
  async index(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.transaction(async (transaction) => {
      const texts = await transaction.query<{ id: string; title: string | null; text: string }[]>(
        `SELECT id, title, text FROM mention WHERE id = ANY($1::bigint[]) ORDER BY id FOR KEY SHARE`,
        [ids],
      );
      await transaction.query(
        `INSERT INTO search_entry (mention_id, words)
         SELECT id, words::tsvector FROM unnest($1::bigint[], $2::text[]) AS row(id, words)
         ON CONFLICT (mention_id) DO UPDATE SET words = excluded.words`,
        [texts.map(({ id }) => id), texts.map(({ title, text }) => vectorOf(title, text))],
      );
    });
  }

  /** Of these mentions, the ones that were read and wait for triage. */
  async untriaged(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT id FROM mention WHERE id = ANY($1::bigint[]) AND stage <> 'triaged' AND ${HAS_READING} ORDER BY id`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Mentions that have waited in a stage for longer than `seconds`: a process died, or a queue
   * lost its hint. Always in the same order, so that the same pages get the same keys.
   */
  async stuck(stage: Exclude<Stage, 'triaged'>, seconds: number, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT id FROM mention WHERE stage = $1 AND stage <> 'triaged'
          AND stage_since < now() - $2 * interval '1 second' ORDER BY stage_since, id LIMIT $3`,
      [stage, seconds, limit],
    );
    return rows.map(({ id }) => id);
  }
}

function isWantedAnew({ monitorIds }: Heard, { monitorIds: known }: StoredState): boolean {
  return !monitorIds.every((id) => known.includes(id));
}
