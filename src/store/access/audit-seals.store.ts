import { createHmac, type Hmac } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** What the seals say of the log. */
export type Verdict =
  | {
      readonly sound: true;
      readonly entries: number;
      readonly through: string;
      readonly unsealed: number;
    }
  /** `after` .. `through` is the stretch in which something was changed, taken out or put in. */
  | {
      readonly sound: false;
      readonly after: string;
      readonly through: string;
      readonly why: string;
    };

interface Seal {
  readonly id: string;
  readonly through: string;
  readonly entries: number;
  readonly digest: string;
}

/** What the key of the seals is for. */
export const SEALS = 'audit-seals';

const AT_ONCE = 5_000;
/** Any number: two processes that seal at once wait for each other here. */
const LOCK = 4_273_011;
const LOOK_EVERY_MS = 200;

/**
 * Makes it show when lines of the audit log were changed behind Earshot's back. Every stretch of
 * lines gets a digest under a key, which holds the digest of the stretch before. Nobody who writes a
 * line waits for that.
 */
export class AuditSealsStore {
  constructor(
    private readonly database: DataSource,
    private readonly key: () => Promise<Buffer>,
  ) {}

  async latest(): Promise<{ through: string; at: Date } | null> {
    const [seal] = await this.database.query<{ through: string; at: Date }[]>(
      'SELECT through, at FROM audit_seal ORDER BY id DESC LIMIT 1',
    );
    return seal ?? null;
  }

  /**
   * Seals what was written since the last seal.
   *
   * @param patienceMs how long to wait for those who are writing right now
   * @returns how many lines were sealed; null when somebody still writes, so try again later
   */
  async seal(patienceMs: number): Promise<number | null> {
    const through = await this.lastWritten();
    if (!(await this.settled(patienceMs))) return null;
    const key = await this.key();
    return this.database.transaction(async (transaction) => {
      await transaction.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const [last] = await transaction.query<Seal[]>(
        'SELECT id, through, entries, digest FROM audit_seal ORDER BY id DESC LIMIT 1',
      );
      const { entries, digest } = await digestOfStretch(transaction, key, last, through);
      if (entries === 0) return 0;
      await transaction.query(
        'INSERT INTO audit_seal (through, entries, digest) VALUES ($1, $2, $3)',
        [through, entries, digest],
      );
      return entries;
    });
  }

  /** Compares every seal with the lines that there are. */
  async verify(): Promise<Verdict> {
    const key = await this.key();
    const seals = await this.database.query<Seal[]>(
      'SELECT id, through, entries, digest FROM audit_seal ORDER BY id',
    );
    let last: Seal | undefined;
    let entries = 0;
    for (const seal of seals) {
      const found = await digestOfStretch(this.database, key, last, seal.through);
      if (found.digest !== seal.digest)
        return {
          sound: false,
          after: last?.through ?? '0',
          through: seal.through,
          why:
            found.entries === seal.entries
              ? 'a line was changed, or the key is another one'
              : `there were ${seal.entries} lines, and there are ${found.entries}`,
        };
      entries += found.entries;
      last = seal;
    }
    const through = last?.through ?? '0';
    const [{ unsealed }] = await this.database.query<[{ unsealed: number }]>(
      'SELECT count(*)::int AS unsealed FROM audit_entry WHERE id > $1',
      [through],
    );
    return { sound: true, entries, through, unsealed };
  }

  /** The last id that was given out, though perhaps not seen yet. */
  private async lastWritten(): Promise<string> {
    const [row] = await this.database.query<[{ last: string }]>(
      `SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('audit_entry', 'id')::regclass), 0)::text AS last`,
    );
    return row.last;
  }

  /**
   * Whoever writes a line holds a lock on the table from before its id until it is committed. When
   * all who held one are done, every id that was given out before is there, or never will be.
   */
  private async settled(patienceMs: number): Promise<boolean> {
    const until = performance.now() + patienceMs;
    let writing = await this.writers();
    while (writing.size > 0 && performance.now() < until) {
      await new Promise((resume) => setTimeout(resume, LOOK_EVERY_MS));
      const now = await this.writers();
      writing = new Set([...writing].filter((one) => now.has(one)));
    }
    return writing.size === 0;
  }

  private async writers(): Promise<Set<string>> {
    const rows = await this.database.query<{ one: string }[]>(
      `SELECT DISTINCT virtualtransaction AS one FROM pg_locks
        WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND relation = 'audit_entry'::regclass`,
    );
    return new Set(rows.map(({ one }) => one));
  }
}

/** The digest of the lines after a seal, and of that seal. */
async function digestOfStretch(
  database: Pick<DataSource, 'query'>,
  key: Buffer,
  last: Seal | undefined,
  through: string,
): Promise<{ entries: number; digest: string }> {
  const digest: Hmac = createHmac('sha256', key).update(`${last?.digest ?? ''}\n${through}\n`);
  let entries = 0;
  for (let after = last?.through ?? '0'; ;) {
    const rows = await database.query<{ id: string; line: string }[]>(
      `SELECT id, jsonb_build_array(id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
                user_id, action, subject_kind, subject_id, detail)::text AS line
         FROM audit_entry WHERE id > $1 AND id <= $2 ORDER BY id LIMIT ${AT_ONCE}`,
      [after, through],
    );
    for (const { line } of rows) digest.update(`${line}\n`);
    entries += rows.length;
    if (rows.length < AT_ONCE) return { entries, digest: digest.digest('base64url') };
    after = rows.at(-1)?.id ?? through;
  }
}
