import type { DataSource, EntityManager } from 'typeorm';
import { takenBackInWords } from '../../domain/change-words.js';
import { wantedOf, wayBack, type Action } from '../../domain/mention-action.js';
import { unnest } from '../bulk.js';
import type { Made } from './change-rows.js';
import { Changing, type Outcome, type Wish } from './changing.js';

/** Mentions that are changed together: so few that nobody has to wait for them, and all can be named. */
const PAGE = 250;

interface Run {
  readonly userId: string;
  readonly action: Action;
  readonly state: string;
  readonly total: number;
}
interface Item {
  readonly id: string;
  readonly version: number;
  readonly before: Pick<Made, 'changes' | 'copies'> | null;
}
type Said = 'changed' | 'same' | 'skipped' | 'undone' | 'kept';

export interface BulkTimes {
  readonly claimSeconds: number;
  readonly undoMinutes: number;
}

/**
 * Works runs off, page by page. Each page is one transaction, under a lock on its run: whoever is
 * killed leaves it as it was, and two who work on the same run take turns.
 */
export class BulkWorkStore {
  constructor(private readonly database: DataSource) {}

  /** Works on it until it is at its end, stopped, or taken over by its way back. */
  async finish(runId: string, times: BulkTimes): Promise<void> {
    for (let after: string | null = '0'; after !== null;)
      after = await this.page(runId, times, after);
  }

  /**
   * @param after all up to this mention are done: only to find the next ones quickly
   * @returns the last mention of the page; null when there is no more to do
   */
  page(runId: string, times: BulkTimes, after = '0'): Promise<string | null> {
    return this.database.transaction(async (transaction) => {
      const [run] = await transaction.query<Run[]>(
        `SELECT user_id AS "userId", action, state, total FROM bulk_run
          WHERE id = $1 AND state IN ('waiting', 'running', 'undoing') FOR NO KEY UPDATE`,
        [runId],
      );
      if (run === undefined) return null;
      const back = run.state === 'undoing';
      const items = await itemsOf(transaction, runId, back, after);
      const outcomes = await Changing.run(
        transaction,
        items.map((item) => (back ? wishBack(item) : wishOf(item, run.action))),
        {
          userId: run.userId,
          claimSeconds: times.claimSeconds,
          tell: (words) => `${back ? takenBackInWords(words) : words}${together(runId, run.total)}`,
          detail: { run: runId },
          // Told once for all of them.
          ...(back ? {} : { occasion: () => `assigned:run:${runId}` }),
        },
      );
      const said = outcomes.map((outcome) => saidOf(outcome, back));
      await writeItems(transaction, runId, items, outcomes, said);
      const more = items.length === PAGE;
      await advance(transaction, runId, { said, more, back, undoMinutes: times.undoMinutes });
      return more ? (items.at(-1)?.id ?? null) : null;
    });
  }
}

function itemsOf(
  transaction: EntityManager,
  runId: string,
  back: boolean,
  after: string,
): Promise<Item[]> {
  return transaction.query<Item[]>(
    `SELECT mention_id AS id, version, before FROM bulk_item
      WHERE run_id = $1 AND mention_id > $2 AND ${back ? "outcome = 'changed'" : 'outcome IS NULL'}
      ORDER BY mention_id LIMIT ${PAGE}`,
    [runId, after],
  );
}

const wishOf = ({ id, version }: Item, action: Action): Wish => ({
  id,
  seen: version,
  wanted: (now) => wantedOf(action, now),
});

const wishBack = ({ id, version, before }: Item): Wish => ({
  id,
  seen: version,
  wanted: () => wayBack(before?.changes ?? []),
  back: before?.copies ?? [],
});

function saidOf({ kind }: Outcome, back: boolean): Said {
  if (kind === 'changed') return back ? 'undone' : 'changed';
  if (kind === 'same') return back ? 'undone' : 'same';
  return back ? 'kept' : 'skipped';
}

function together(runId: string, total: number): string {
  const others = total - 1;
  if (others < 1) return '';
  return ` (together with ${others.toLocaleString('en')} ${others === 1 ? 'other' : 'others'}, change ${runId})`;
}

async function writeItems(
  transaction: EntityManager,
  runId: string,
  items: readonly Item[],
  outcomes: readonly Outcome[],
  said: readonly Said[],
): Promise<void> {
  const rows = items.map(({ id }, at) => {
    const outcome = outcomes[at];
    const made = outcome?.kind === 'changed' ? outcome.made : null;
    return {
      id,
      outcome: said[at] ?? 'skipped',
      before: made && { changes: made.changes, copies: made.copies },
      version: made?.version ?? null,
    };
  });
  const { from, params } = unnest(rows, {
    id: 'bigint',
    outcome: 'text',
    before: 'jsonb',
    version: 'integer',
  });
  await transaction.query(
    `UPDATE bulk_item SET outcome = row.outcome, before = coalesce(row.before, bulk_item.before),
            version = coalesce(row.version, bulk_item.version)
       FROM ${from} WHERE run_id = $${params.length + 1} AND mention_id = row.id`,
    [...params, runId],
  );
}

async function advance(
  transaction: EntityManager,
  runId: string,
  page: { said: readonly Said[]; more: boolean; back: boolean; undoMinutes: number },
): Promise<void> {
  const skipped = page.said.filter((said) => said === 'skipped' || said === 'kept').length;
  const state = page.more ? (page.back ? 'undoing' : 'running') : page.back ? 'undone' : 'done';
  await transaction.query(
    `UPDATE bulk_run SET done = done + $2, skipped = skipped + $3, state = $4,
            finished_at = CASE WHEN $5 THEN now() END,
            undo_until = CASE WHEN $6 THEN now() + $7 * interval '1 minute' END
      WHERE id = $1`,
    [
      runId,
      page.said.length - skipped,
      skipped,
      state,
      !page.more,
      !page.more && !page.back,
      page.undoMinutes,
    ],
  );
}
