import type { DataSource, EntityManager } from 'typeorm';
import { record } from './audit.store.js';
import type { SourceEntity } from './entities/source.entity.js';

/** The place at its new address. */
export interface Moved {
  readonly params: unknown;
  readonly locator: string;
  readonly host: string;
  /** Where the redirects lead, for people. */
  readonly url: string;
}

/** A permanent redirect is believed after so many answers in a row … */
const SEEN = 5;
/** … over at least so long: a mistake at the place is mended within a day. */
const DAY_MS = 86_400_000;

/**
 * Whether a source's redirects have said for long enough that it moved there for good.
 *
 * @param before as it was before the answer that came at `at`
 */
export function isSettled(
  before: Pick<SourceEntity, 'movedTo' | 'movedSeen' | 'movedSince'>,
  movedTo: string,
  at: Date,
): boolean {
  const { movedSince } = before;
  if (before.movedTo !== movedTo || movedSince === null) return false;
  return before.movedSeen + 1 >= SEEN && at.getTime() - movedSince.getTime() >= DAY_MS;
}

/**
 * Has the source ask at the new address from now on, and writes down that it does. Where that
 * place is a source already, nothing changes, and that is written down once.
 */
export async function followMove(
  database: DataSource,
  {
    id,
    kind,
    locator: from,
    generation,
  }: Pick<SourceEntity, 'id' | 'kind' | 'locator' | 'generation'>,
  { params, locator, host, url }: Moved,
): Promise<void> {
  if (locator === from) return;
  await database.transaction(async (transaction) => {
    const [other] = await transaction.query<{ name: string }[]>(
      'SELECT name FROM source WHERE kind = $1 AND locator = $2 AND id <> $3',
      [kind, locator, id],
    );
    if (other)
      return noteOnce(transaction, id, `moved to ${url}, which is a source already: ${other.name}`);
    // What the old address gave to recognise its answers means nothing at the new one.
    const [, moved] = await transaction.query<[unknown, number]>(
      `UPDATE source SET params = $2, locator = $3, host = $4, etag = NULL, last_modified = NULL,
              generation = generation + 1, moved_to = NULL, moved_seen = 0, moved_since = NULL
        WHERE id = $1 AND generation = $5`,
      [id, JSON.stringify(params), locator, host, generation],
    );
    // Changed by a person meanwhile, it is asked there first.
    if (moved > 0) await noteOnce(transaction, id, `followed the place to ${url}`);
  });
}

async function noteOnce(transaction: EntityManager, id: string, action: string): Promise<void> {
  const said = await transaction.query<unknown[]>(
    `SELECT FROM audit_entry WHERE subject_kind = 'source' AND subject_id = $1 AND action = $2`,
    [id, action],
  );
  if (said.length > 0) return;
  await record(transaction, { userId: null, action, subjectKind: 'source', subjectId: id });
}
