import type { DataSource, EntityManager } from 'typeorm';
import { differences, isSame, takeOver, type Taxonomy } from '../domain/taxonomy.js';
import { record } from './audit.store.js';
import { announce } from './changes.js';
import { Conflict } from './conflict.js';
import { settle, type Decision } from './proposals.store.js';

/** A version without its topics. */
export interface StoredVersion {
  readonly version: number;
  readonly at: Date;
  /** Who made it; "the file" when it was taken over from there. */
  readonly by: string;
  readonly note: string;
  readonly topics: number;
  /** When all stored readings had their topics by it. */
  readonly appliedAt: Date | null;
}

/** Any number: one writes at a time. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtext('taxonomy'))`;

interface Row {
  readonly version: number;
  readonly body: Taxonomy;
}

/**
 * The taxonomies that were in force, as they followed each other; the newest is in force. The file is
 * the first one. When it changes later, what changed in it is taken over as a new version, topic by
 * topic, except in topics that people changed meanwhile: their word counts.
 */
export class TaxonomiesStore {
  constructor(private readonly database: DataSource) {}

  /** @returns null before the file was taken over for the first time */
  async inForce(): Promise<{ version: string; taxonomy: Taxonomy } | null> {
    const row = await newest(this.database);
    return row && { version: String(row.version), taxonomy: row.body };
  }

  /** The number of what is in force; 0 when there is none yet. */
  async version(): Promise<number> {
    const [row] = await this.database.query<{ version: number }[]>(
      'SELECT coalesce(max(version), 0) AS version FROM taxonomy_version',
    );
    return row?.version ?? 0;
  }

  /** Newest first. */
  versions(): Promise<StoredVersion[]> {
    return this.database.query<StoredVersion[]>(
      `SELECT version, at, CASE WHEN file IS NULL THEN coalesce(u.name, 'a person') ELSE 'the file' END AS by,
              note, jsonb_array_length(body -> 'topics') AS topics, applied_at AS "appliedAt"
         FROM taxonomy_version LEFT JOIN app_user u ON u.id = user_id ORDER BY version DESC`,
    );
  }

  /** @returns null when there was no such version */
  async body(version: number): Promise<Taxonomy | null> {
    const [row] = await this.database.query<Row[]>(
      'SELECT version, body FROM taxonomy_version WHERE version = $1',
      [version],
    );
    return row?.body ?? null;
  }

  /**
   * Makes a taxonomy the one in force. One that says what is in force already changes nothing.
   *
   * @param basedOn the version that the person saw
   * @param note what was changed and why; empty: it is worked out
   * @param decision the proposal that becomes a topic by it
   * @returns the version in force now
   * @throws Conflict when another one is in force by now, with who made it; when the proposal was decided
   */
  save(
    given: Taxonomy,
    { basedOn, note, userId }: { basedOn: number; note: string; userId: string },
    decision: Decision | null = null,
  ): Promise<number> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(LOCK);
      const now = await newest(transaction);
      if ((now?.version ?? 0) !== basedOn) throw new Conflict(await whoWasFaster(transaction));
      if (decision !== null) await settle(transaction, decision, userId);
      if (now !== null && isSame(now.body, given)) return now.version;
      const words = note === '' ? inWords(now?.body ?? { ...given, topics: [] }, given) : note;
      return insert(transaction, { body: given, file: null, note: words, userId });
    });
  }

  /** Takes over what changed in the file since it was taken over last. @returns the version in force now */
  takeOverFile(file: Taxonomy): Promise<number> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(LOCK);
      const ours = await newest(transaction);
      const [base] = await transaction.query<{ file: Taxonomy }[]>(
        'SELECT file FROM taxonomy_version WHERE file IS NOT NULL ORDER BY version DESC LIMIT 1',
      );
      if (ours === null)
        return insert(transaction, {
          body: file,
          file,
          note: 'the file, as it came',
          userId: null,
        });
      if (base === undefined || isSame(base.file, file)) return ours.version;
      const { taxonomy: body, kept } = takeOver(base.file, file, ours.body);
      const note = `${inWords(ours.body, body)}, taken over from the file${keptInWords(kept)}`;
      return insert(transaction, { body, file, note, userId: null });
    });
  }

  /** Notes that all stored readings have their topics by this version. @returns false when they had already */
  async applied(version: number): Promise<boolean> {
    const [, changed] = await this.database.query<[unknown, number]>(
      'UPDATE taxonomy_version SET applied_at = now() WHERE version = $1 AND applied_at IS NULL',
      [version],
    );
    if (changed > 0) await announce(this.database, 'topics', []);
    return changed > 0;
  }
}

async function newest(database: Pick<DataSource, 'query'>): Promise<Row | null> {
  const [row] = await database.query<Row[]>(
    'SELECT version, body FROM taxonomy_version ORDER BY version DESC LIMIT 1',
  );
  return row ?? null;
}

async function insert(
  transaction: EntityManager,
  made: { body: Taxonomy; file: Taxonomy | null; note: string; userId: string | null },
): Promise<number> {
  const { body, file, note, userId } = made;
  const [row] = await transaction.query<[{ version: number }]>(
    `INSERT INTO taxonomy_version (version, body, file, note, user_id)
     SELECT next, jsonb_set($1::jsonb, '{version}', to_jsonb(next::text)), $2, $3, $4
       FROM (SELECT coalesce(max(version), 0) + 1 AS next FROM taxonomy_version) AS counted
     RETURNING version`,
    [JSON.stringify(body), file === null ? null : JSON.stringify(file), note, userId],
  );
  const { version } = row;
  await record(transaction, {
    userId,
    action: `made version ${version} of the topics: ${note}`,
    subjectKind: 'taxonomy',
    subjectId: String(version),
  });
  await announce(transaction, 'topics', []);
  return version;
}

async function whoWasFaster(transaction: EntityManager): Promise<string> {
  const [row] = await transaction.query<{ version: number; by: string | null; note: string }[]>(
    `SELECT version, u.name AS by, note FROM taxonomy_version LEFT JOIN app_user u ON u.id = user_id
      ORDER BY version DESC LIMIT 1`,
  );
  if (!row) return 'There is no version of the topics yet.';
  return `The topics have changed since you saw them: version ${row.version} by ${row.by ?? 'Earshot'} (${row.note}).`;
}

/** "2 topics added, 1 changed: …", as the history shows it. */
function inWords(before: Taxonomy, after: Taxonomy): string {
  const { added, removed, changed } = differences(before, after);
  const parts = [
    [added, 'added'],
    [changed, 'changed'],
    [removed, 'removed'],
  ] as const;
  const said = parts
    .filter(([keys]) => keys.length > 0)
    .map(([keys, what]) => `${what} ${few(keys)}`);
  return said.length === 0 ? 'changed limits or groups' : said.join('; ');
}

const FEW = 4;
const few = (keys: readonly string[]): string =>
  keys.length <= FEW ? keys.join(', ') : `${keys.length} topics`;

const keptInWords = (kept: readonly string[]): string =>
  kept.length === 0 ? '' : `; kept as people have it: ${few(kept)}`;
