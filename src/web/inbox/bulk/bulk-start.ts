/** One action on many mentions: what is loaded shows it at once, the server does the rest. */
import { api, ApiError } from '../../app/client.js';
import { tellDone, tellProblem } from '../../app/notices.js';
import type { BulkRun, Mention, MentionAction } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { wasDone } from '../changes/action-words.js';
import { personOf } from '../changes/people.js';
import { shownAs } from '../changes/shown-as.js';
import { rowsOf, type Pages } from '../list-cache.js';
import { showRow } from '../mention-cache.js';
import { countsKey, listKey } from '../mentions.queries.js';
import type { Selection } from '../selection.js';
import { changeMention } from '../status-change.js';
import type { Desk } from '../triage.js';
import { ask } from './bulk-pending.js';
import { bulkKey, isUnfinished } from './bulk.queries.js';
import { matchesOf } from './matches-of.js';

/** Asks first when it is for all matches: nobody sees what that is. */
export function askOrStart(desk: Desk, selection: Selection, action: MentionAction): void {
  const { filters } = desk;
  const rows = rowsOf(desk.queries.getQueryData<Pages>(listKey(filters)));
  if (selection.all) {
    const start = (expect: number): void =>
      void startBulk(desk, rows, { action, filter: matchesOf(filters), expect });
    ask({ filters, action, start });
    return;
  }
  const chosen = rows.filter(({ id }) => selection.ids.has(id));
  const [only] = chosen;
  if (only !== undefined && selection.ids.size === 1) {
    void changeMention(desk, only, action);
    return;
  }
  const known = chosen.length === selection.ids.size;
  const asked = known
    ? { ids: chosen.map(({ id }) => id), versions: chosen.map(({ version }) => version) }
    : { ids: [...selection.ids] };
  void startBulk(desk, chosen, { action, ...asked });
}

interface Asked {
  readonly action: MentionAction;
  readonly [more: string]: unknown;
}

async function startBulk(desk: Desk, rows: readonly Mention[], asked: Asked): Promise<void> {
  const { queries, undos } = desk;
  const { action } = asked;
  for (const row of rows)
    showRow(
      queries,
      desk.filters,
      shownAs(row, action, (id) => personOf(queries, id)),
      null,
    );
  const starting = api<BulkRun>('/bulk', { method: 'POST', body: asked });
  const undo = undos.push(
    () =>
      void starting.then(
        ({ id }) => undoRun(desk, id),
        () => undefined,
      ),
  );
  try {
    const run = await starting;
    void queries.invalidateQueries({ queryKey: bulkKey });
    if (isUnfinished(run)) return;
    const what = wasDone(action, (id) => personOf(queries, id).name);
    tellDone(
      say('{what} · {count, plural, one {# mention} other {# mentions}}', {
        what,
        count: run.done,
      }),
      undo,
    );
    tellSkipped(run);
    refresh(desk, run.skipped > 0);
  } catch (error) {
    undos.forget(undo);
    refresh(desk, true);
    tellProblem(
      error instanceof ApiError && error.status === 409
        ? say('Nothing was changed')
        : say('Your change was not saved'),
      error,
    );
  }
}

/** Takes a run back; what others changed since stays. */
export async function undoRun(desk: Pick<Desk, 'queries'>, id: string): Promise<void> {
  try {
    const run = await api<BulkRun>(`/bulk/${id}/undo`, { method: 'POST' });
    void desk.queries.invalidateQueries({ queryKey: bulkKey });
    if (isUnfinished(run)) return;
    tellDone(
      say('Undone · {count, plural, one {# mention} other {# mentions}}', { count: run.done }),
    );
    tellSkipped(run);
    refresh(desk, true);
  } catch (error) {
    tellProblem(say('It was not undone'), error);
  }
}

function tellSkipped({ skipped }: BulkRun): void {
  if (skipped === 0) return;
  tellProblem(
    say('Some were left alone'),
    new Error(
      say(
        '{count, plural, one {One mention was} other {# mentions were}} changed by somebody else meanwhile, and stayed as they left it.',
        { count: skipped },
      ),
    ),
  );
}

/** @param rows whether the rows on the screen may be otherwise than they are shown */
export function refresh({ queries }: Pick<Desk, 'queries'>, rows: boolean): void {
  void queries.invalidateQueries({ queryKey: countsKey });
  void queries.invalidateQueries({ queryKey: ['mention'] });
  if (rows) void queries.resetQueries({ queryKey: ['mentions'] });
}
