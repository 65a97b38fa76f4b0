import { expect, it } from 'vitest';
import { InboxCounts } from '../../src/store/inbox/counts.js';
import { openDatabase, truncate } from '../support/database.js';
import { Dice } from '../support/makers.js';
import { Records } from '../support/records.js';

const { database } = await openDatabase();
const make = new Records(database);
const counts = new InboxCounts(database);
const base = { sourceId: (await make.source()).id, monitorIds: [(await make.monitor()).id] };
const [ann, bo] = [(await make.user()).id, (await make.user()).id];
const HOUR_MS = 3_600_000;

it('say where everything is, and what is mine, overdue and back', async () => {
  const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS);
  await make.mention({ ...base, ownerId: ann, dueAt: at(-1) });
  await make.mention({ ...base, ownerId: bo, status: 'doing', dueAt: at(1) });
  await make.mention({ ...base, ownerId: ann, status: 'done', dueAt: at(-1) });
  await make.mention({ ...base, status: 'waiting', waitingUntil: at(5) });
  await make.mention({ ...base, waitingUntil: at(-2) });
  const lead = await make.mention({ ...base, waitingUntil: at(-30) });
  await make.mention({ ...base, copyOf: lead.id, dueAt: at(-1), waitingUntil: at(-2) });
  await make.mention({ ...base, stage: 'new' });
  expect(await counts.counts(ann)).toEqual({
    byStatus: { new: 3, doing: 1, waiting: 1, done: 1, dismissed: 0 },
    ...{ inPipeline: 1, mine: 1, unowned: 3, overdue: 1, returnedToday: 1 },
  });
  expect((await counts.counts(null)).mine).toBe(0);
});

const CHANGES = [
  `UPDATE mention SET status = (ARRAY['new', 'doing', 'waiting', 'done', 'dismissed'])[1 + (id % 5)] WHERE id % 7 = $1`,
  `UPDATE mention SET status = 'done' WHERE id % 3 = $1 AND status <> 'done'`,
  `UPDATE mention SET owner_id = CASE WHEN id % 2 = 0 THEN ${ann} END WHERE id % 5 = $1`,
  `UPDATE mention SET stage = 'triaged', actionable_at = now() WHERE stage <> 'triaged' AND id % 4 = $1`,
  `UPDATE mention SET version = version + 1 WHERE id % 6 = $1`,
  `UPDATE mention SET copy_of = CASE WHEN copy_of IS NULL THEN (SELECT min(id) FROM mention) END
    WHERE id % 11 = $1 AND id > (SELECT min(id) FROM mention)`,
  `DELETE FROM mention WHERE id % 13 = $1 AND id > (SELECT min(id) FROM mention)`,
];

it('are exact after any mixture of changes at once, by whomever, while rows are put together', async () => {
  await truncate(database, 'mention CASCADE');
  const dice = new Dice(3);
  const add = (n: number) =>
    database.query(
      `INSERT INTO mention (source_id, external_id, monitor_ids, matched_because, text, content_hash, occurred_at, stage, actionable_at)
       SELECT $1, 'x' || $2::int || '-' || i, $3, '{why}', 'text', 'h' || i, now(), CASE WHEN i % 2 = 0 THEN 'triaged' ELSE 'new' END,
              CASE WHEN i % 2 = 0 THEN now() END FROM generate_series(1, 50) i`,
      [base.sourceId, n, base.monitorIds],
    );
  await add(0);
  let clashes = 0;
  const worker = async (n: number): Promise<void> => {
    for (let step = 0; step < 25; step += 1) {
      const change = dice.below(10);
      const done =
        change === 0
          ? add(n * 100 + step + 1)
          : change === 1
            ? counts.putTogether()
            : database.query(dice.pick(CHANGES), [dice.below(4)]);
      // Statements that lock many rows in no order may meet in a circle: PostgreSQL ends one, which then counts for nothing.
      await done.catch(() => (clashes += 1));
    }
  };
  await Promise.all([1, 2, 3, 4, 5, 6].map(worker));
  expect(clashes).toBeLessThan(75);
  expect(await counts.differences()).toEqual([]);
  await counts.putTogether();
  expect(await counts.differences()).toEqual([]);
}, 60_000);

it('are put together when rows have piled up, and none is lost', async () => {
  for (let n = 0; n < 600; n += 1)
    await database.query(
      `INSERT INTO inbox_tally (place, owner_id, mentions) VALUES ('new', ${ann}, $1)`,
      [n % 2 === 0 ? 1 : -1],
    );
  const before = await counts.counts(ann);
  const [{ rows }] = await database.query<[{ rows: number }]>(
    'SELECT count(*)::int AS rows FROM inbox_tally',
  );
  expect(rows).toBeLessThan(60);
  expect(await counts.counts(ann)).toEqual(before);
});

it('tell when they are wrong, and are made right', async () => {
  await database.query(`INSERT INTO inbox_tally (place, mentions) VALUES ('doing', 5)`);
  expect(await counts.differences()).toEqual([{ place: 'doing', ownerId: null, by: 5 }]);
  await counts.rebuild();
  expect(await counts.differences()).toEqual([]);
});

it('start anew when all mentions are taken away', async () => {
  await truncate(database, 'mention CASCADE');
  expect(await counts.differences()).toEqual([]);
  expect((await counts.counts(null)).byStatus.new).toBe(0);
});
