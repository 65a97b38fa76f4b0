import { beforeAll, describe, expect, it } from 'vitest';
import type { Logger } from 'typeorm';
import { triage } from '../../src/domain/triage.js';
import { hear } from '../../src/pipeline/ingest.js';
import type { MonitorEntity } from '../../src/store/entities/monitor.entity.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { knownMentions } from '../../src/store/known-mentions.js';
import { MentionsStore, type Saved } from '../../src/store/mentions.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import { RechecksStore } from '../../src/store/rechecks.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { addMonitor, addSource, complaintOf, makeItem, makeReading } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const mentions = new MentionsStore(database);

interface Statement {
  readonly query: string;
  readonly parameters: readonly unknown[];
}

/** Remembers what was sent to the database. */
class Statements implements Logger {
  readonly seen: Statement[] = [];
  logQuery(query: string, parameters: readonly unknown[] = []): void {
    this.seen.push({ query, parameters });
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}

/** Nothing stands in these here, so that the planner reads them whole. */
const EMPTY: ReadonlySet<string> = new Set([
  'idempotency_key',
  'search_entry',
  'mention_revision',
  'mention_look',
  'mention_note',
  'mention_note_revision',
]);

/** An index without a condition is a table too, in another order. */
const readsAll = (node: Plan): boolean =>
  node['Node Type'] === 'Seq Scan' ||
  (/^Index (Only )?Scan$/.test(node['Node Type']) && node['Index Cond'] === undefined);
const everyNode = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(everyNode)];

/** Tables that some statement of `run` reads from end to end, and how many statements were looked at. */
async function readWhole(
  run: () => Promise<unknown>,
): Promise<{ looked: number; tables: string[] }> {
  const statements = new Statements();
  const before = database.logger;
  database.logger = statements;
  await run().finally(() => (database.logger = before));
  const tables: string[] = [];
  const seen = statements.seen.filter(({ query }) =>
    /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/i.test(query),
  );
  for (const { query, parameters } of seen) {
    const [row] = await database.query<[{ 'QUERY PLAN': [{ Plan: Plan }] }]>(
      `EXPLAIN (FORMAT JSON) ${query}`,
      [...parameters],
    );
    const nodes = everyNode(row['QUERY PLAN'][0].Plan);
    tables.push(...nodes.filter(readsAll).map((node) => node['Relation Name'] ?? '?'));
  }
  return { looked: seen.length, tables };
}

let origin: { id: string; place: string; ownedByMonitorId: string };
let monitors: MonitorEntity[];

beforeAll(async () => {
  const monitor = await addMonitor(database);
  monitors = [monitor];
  origin = {
    id: (await addSource(database)).id,
    place: 'feed:forum.example',
    ownedByMonitorId: monitor.id,
  };
  const fill = (sql: string): Promise<unknown> =>
    database.query(sql, sql.includes('$1') ? [origin.id] : []);
  await fill(`INSERT INTO source (kind, name, locator, host, params, interval_seconds, min_interval_seconds, max_interval_seconds, next_poll_at)
    SELECT 'feed', n, n, n % 500, '{}', 900, 300, 900, now() + n * interval '1 second' FROM generate_series(1, 5000) AS n`);
  await fill(
    `INSERT INTO host (host, spacing_ms, paused_until) SELECT n, 0, CASE WHEN n % 100 = 0 THEN now() END FROM generate_series(1, 5000) AS n`,
  );
  await fill(
    `INSERT INTO author (place, handle) SELECT 'feed:forum.example', 'u' || n FROM generate_series(0, 9999) AS n`,
  );
  await fill(`INSERT INTO task (monitor_id, subject, author_id, status, priority)
    SELECT 1, 'author:' || id || ':' || topic, id, CASE WHEN id % 3 + topic = 0 THEN 'open' ELSE 'resolved' END, 50
      FROM author, generate_series(0, 3) AS topic`);
  await fill(`INSERT INTO mention (source_id, external_id, monitor_ids, matched_because, author_id, text, content_hash, occurred_at, stage, stage_since, actionable_at, complaint, task_id)
    SELECT $1, 'p' || n, '{1}', '{}', 1 + n % 10000, 'apex ' || n, 'h' || n, now() - n * interval '1 minute', CASE WHEN n % 3 = 0 THEN 'new' ELSE 'triaged' END, now() - interval '1 day', CASE WHEN n % 3 <> 0 THEN now() END,
           CASE WHEN n % 4 = 0 THEN 'complaint' ELSE 'other' END, NULL FROM generate_series(1, 50000) AS n`);
  await fill('UPDATE mention SET copy_of = id - 1 WHERE id % 10 = 0');
  await fill(
    `UPDATE mention SET task_id = task.id FROM task WHERE task.author_id = mention.author_id AND task.subject LIKE '%:0' AND complaint = 'complaint' AND mention.id % 2 = 0`,
  );
  await fill(
    `INSERT INTO reading (mention_id, content_hash, model, reading) SELECT id, content_hash, 'm', '{}' FROM mention`,
  );
  await fill(`INSERT INTO app_user (name, email, role) VALUES ('Mia', 'mia@example.org', 'admin')`);
  await fill(
    `INSERT INTO correction (mention_id, label, value, user_id, content_hash)
     SELECT id, 'complaint', '"other"', 1, content_hash FROM mention WHERE id % 10 = 0`,
  );
  await fill(
    `INSERT INTO poll (source_id, at, duration_ms, outcome) SELECT 1 + n % 5000, now() - n * interval '1 minute', 5, 'items' FROM generate_series(1, 50000) AS n`,
  );
  await fill('VACUUM ANALYZE');
});

/** Posts of which every second is known, with another text, and the others are new, as their authors are. */
const answer = Array.from({ length: 400 }, (_, n) => {
  const name = n % 2 === 0 ? `p${n * 50}` : `new${n}`;
  return makeItem({
    externalId: name,
    text: `apex, edited ${n}`,
    author: { name: null, handle: name, url: null },
  });
});
const saveAnswer = (): Promise<Saved> =>
  database.transaction((transaction) =>
    mentions.saveHeard(transaction, origin, hear(answer, origin, monitors), new Date()),
  );
const someIds = Array.from({ length: 200 }, (_, n) => String(1 + n * 240));
const setStage = (stage: string): Promise<unknown> =>
  database.query('UPDATE mention SET stage = $2, stage_since = now() WHERE id = ANY($1)', [
    someIds,
    stage,
  ]);

async function readPage(): Promise<void> {
  const unread = await mentions.unread(someIds);
  const reading = makeReading({
    complaint: complaintOf(0.9),
    topics: [{ key: 'a', probability: 1 }],
  });
  const saved = await new ReadingsStore(database).save(
    unread.map(({ id, contentHash }) => ({ mentionId: id, contentHash, reading, vector: null })),
  );
  expect(saved).toHaveLength(200);
}

async function triagePage(): Promise<void> {
  const decided = await new TriageStore(database).decide(someIds, (them) => triage(them, 50));
  expect(decided).toHaveLength(200);
}

/** On tables that hold years, and a backlog, each statement of the pipeline must go to its rows by an index. */
describe('on fifty thousand mentions', () => {
  it('an answer with new posts, edits and new authors', async () => {
    const { looked, tables } = await readWhole(saveAnswer);
    expect(looked).toBe(6);
    expect(tables).toEqual([]);
  });

  it('a page to be read', async () => {
    await setStage('new');
    await database.query(`UPDATE reading SET content_hash = 'older' WHERE mention_id = ANY($1)`, [
      someIds,
    ]);
    const { looked, tables } = await readWhole(readPage);
    expect(looked).toBe(2);
    // There are a handful of monitors, which are read whole more quickly than by their index.
    expect(tables.filter((table) => table !== 'monitor')).toEqual([]);
    expect(await readWhole(() => mentions.untriaged(someIds))).toEqual({ looked: 1, tables: [] });
  });

  it('a page to be triaged', async () => {
    await setStage('read');
    const { looked, tables } = await readWhole(triagePage);
    expect(looked).toBeGreaterThanOrEqual(9);
    expect(tables.filter((table) => table !== 'monitor')).toEqual([]);
  });

  it('a correction of one text, and of its copies', async () => {
    const people = new MentionChangesStore(database);
    const { looked, tables } = await readWhole(() =>
      people.correct('7', { complaint: 'complaint', sentiment: 'negative' }, '1'),
    );
    expect(looked).toBeGreaterThanOrEqual(7);
    expect(tables).toEqual([]);
  });

  it('what is stuck', async () => {
    await setStage('new');
    expect(await readWhole(() => mentions.stuck('new', 60, 20_000))).toEqual({
      looked: 1,
      tables: [],
    });
    expect(await readWhole(() => mentions.stuck('read', 60, 20_000))).toEqual({
      looked: 1,
      tables: [],
    });
  });

  it('posts to look up again, and what they come to', async () => {
    await database.query(
      `UPDATE mention SET recheck_at = now() - interval '1 minute' WHERE id = ANY($1)`,
      [someIds],
    );
    await database.query('ANALYZE mention');
    const rechecks = new RechecksStore(database);
    const due = await readWhole(() => new RechecksStore(database).sourcesDue(1_000));
    // Each source is looked at, by the index.
    expect(due.tables.filter((table) => table !== 'source')).toEqual([]);
    const claimed = await readWhole(() => rechecks.claim(origin.id, 100, 60));
    expect(claimed.tables).toEqual([]);
    const judged = someIds.map((id, n) => ({
      ...{ id, look: 'missing' as const, why: null, missedAt: null, recheckAt: new Date() },
      gone: n % 4 === 0,
    }));
    await database.query('UPDATE source SET erase_when_gone = true WHERE id = $1', [origin.id]);
    const concluded = await readWhole(() => rechecks.conclude(judged));
    expect(concluded.looked).toBeGreaterThan(9);
    const large = (table: string): boolean => !EMPTY.has(table);
    // These are empty here, and the first is small everywhere: answers are kept for a day.
    expect(concluded.tables.filter(large)).toEqual([]);
    const told = await readWhole(() =>
      database.transaction((transaction) =>
        rechecks.markGone(transaction, origin.id, ['p9', 'x'], ['p8', 'y']),
      ),
    );
    expect(told.tables.filter(large)).toEqual([]);
  });

  it('the schedule', async () => {
    const sources = new SourcesStore(database);
    const claimed = await readWhole(() =>
      sources.claimDue({ limit: 200, perHost: 2, leaseSeconds: 60, slow: 5, slowMs: 5_000 }),
    );
    expect(claimed).toEqual({ looked: 1, tables: [] });
    const poll = {
      sourceId: origin.id,
      generation: 0,
      startedAt: new Date(),
      durationMs: 1,
      items: 0,
      matched: 0,
      stored: 0,
      delaySeconds: 60,
    };
    const kept = await readWhole(async () => {
      await sources.recordAnswered({
        ...poll,
        outcome: 'items',
        validators: null,
        lastItemAt: null,
        rhythm: { count: 0, longestHours: null },
        windowSeconds: null,
        movedTo: null,
        coverage: {
          since: null,
          until: new Date(),
          credit: { kind: 'observed', hours: [{ hour: new Date(), seconds: 1 }] },
          audit: null,
        },
        intervalSeconds: 60,
      });
      await sources.recordFailed({ ...poll, code: 'x', message: 'x', stop: false });
      await sources.recordPostponed({ ...poll, code: 'x', message: 'x' });
      await knownMentions(database, origin.id, ['p1', 'p2', 'x']);
      await sources.forgetPolls(30);
    });
    expect(kept).toEqual({ looked: 8, tables: [] });
  });
});
