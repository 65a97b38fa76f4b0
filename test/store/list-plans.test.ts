import { beforeAll, describe, expect, it } from 'vitest';
import { schemaDrift } from '../../src/store/database.js';
import { writeCursor } from '../../src/store/cursor.js';
import { seek, type MentionFilter } from '../../src/store/inbox/filter.js';
import { setStatement, walkStatement, type Listing } from '../../src/store/inbox/list-statement.js';
import { taskListStatement, type TaskListing } from '../../src/store/tasks/tasks.store.js';
import { openDatabase } from '../support/database.js';
import { indexWords, Records } from '../support/records.js';

const { database } = await openDatabase();
const make = new Records(database);

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

async function plan(sql: string, params: readonly unknown[]): Promise<Plan[]> {
  const [row] = await database.query<[{ 'QUERY PLAN': [{ Plan: Plan }] }]>(
    `EXPLAIN (FORMAT JSON) ${sql}`,
    [...params],
  );
  const flat = (node: Plan): Plan[] => [node, ...(node.Plans ?? []).flatMap(flat)];
  return flat(row['QUERY PLAN'][0].Plan);
}

/** The indexes that a statement uses; a table that is read whole stands as "all of NAME". */
async function used(statement: { sql: string; params: unknown[] }): Promise<string[]> {
  const nodes = await plan(statement.sql, statement.params);
  return nodes.flatMap((node) => {
    if (node['Index Name']) return [node['Index Name']];
    return node['Node Type'] === 'Seq Scan' ? [`all of ${node['Relation Name']}`] : [];
  });
}

const PAGE: Listing = { sort: 'priority', folded: true, limit: 50 };
type Asked = MentionFilter & Partial<Listing>;

/** Along the order of the list, as what is not narrowed, and what matches much, is fetched. */
async function along({ sort, cursor, ...filter }: Asked, budget: number | null = null) {
  const sought = await seek(database, filter, { userId: null });
  return walkStatement(sought, { ...PAGE, ...(sort && { sort }), cursor }, budget);
}
/** All first, as what matches little is fetched. */
const first = async (filter: MentionFilter) =>
  setStatement(await seek(database, filter, { userId: null }), PAGE);
const tasks = (given: Partial<TaskListing> = {}) =>
  used(taskListStatement({ limit: 50, ...given }));

beforeAll(async () => {
  const [monitor, source, user] = [
    await make.monitor(),
    await make.source(),
    await make.user({ name: 'Only One' }),
  ];
  const task = await make.task({ monitorId: monitor.id });
  await database.query(
    `INSERT INTO author (place, handle) SELECT 'feed:x', 'author' || n FROM generate_series(1, 2000) n`,
  );
  await database.query(
    `INSERT INTO mention (source_id, external_id, monitor_ids, matched_because, author_id, text, content_hash,
                          occurred_at, stage, actionable_at, status, priority, complaint, sentiment, topics, marks, own_labels,
                          due_at, waiting_until, gone_at, claimed_until, owner_id, task_id)
     SELECT $1, 'post' || n, ARRAY[$2::bigint], ARRAY['why'], (SELECT min(id) FROM author) + n % 2000,
            'Player of the word' || n % 500 || (SELECT string_agg(' ' || md5(n || '.' || i), '') FROM generate_series(1, 30) i),
            'hash' || n, now() - n * interval '1 minute', 'triaged',
            now(), (ARRAY['new', 'doing', 'done', 'dismissed', 'waiting'])[1 + n % 5], n % 100, 'complaint',
            CASE WHEN n % 900 = 0 THEN 'positive' ELSE 'negative' END, ARRAY[CASE WHEN n % 1000 = 0 THEN 'seldom' ELSE 'often' END],
            ARRAY['leaving:' || CASE WHEN n % 700 = 0 THEN 'decided' ELSE 'none' END] || CASE WHEN n % 800 = 0 THEN '{rating:1}'::text[] ELSE '{}' END,
            CASE WHEN n % 1500 = 0 THEN '{press}'::text[] ELSE '{}' END, now() + (n - 2000) * interval '1 minute',
            CASE WHEN n % 5 = 4 OR n % 500 = 0 THEN now() + n * interval '1 minute' END, CASE WHEN n % 600 = 1 THEN now() END,
            CASE WHEN n % 800 = 1 THEN now() + interval '1 hour' END, CASE WHEN n % 700 = 2 THEN $3::bigint END,
            CASE WHEN n % 900 = 3 THEN $4::bigint END
       FROM generate_series(1, 8000) n`,
    [source.id, monitor.id, user.id, task.id],
  );
  await database.query(
    'UPDATE mention SET copy_of = (SELECT min(id) FROM mention) WHERE id > (SELECT max(id) - 10 FROM mention)',
  );
  await database.query(
    `INSERT INTO task (monitor_id, subject, priority, status, owner_id)
     SELECT $1, 'mention:' || n, n % 100, CASE WHEN n % 4 = 0 THEN 'open' ELSE 'resolved' END,
            CASE WHEN n % 50 = 0 THEN $2::bigint END FROM generate_series(1, 6000) n`,
    [monitor.id, user.id],
  );
  await indexWords(database);
  // VACUUM puts what was just added into the index of words, as autovacuum does by and by.
  await database.query('VACUUM ANALYZE');
});

describe('the inbox is served by an index', () => {
  it.each<[string, Asked, string]>([
    ['of one status', { status: ['new'] }, 'mention_inbox'],
    ['of every status', {}, 'mention_by_priority'],
    ['of two statuses', { status: ['new', 'doing'] }, 'mention_by_priority'],
    ['newest first', { sort: 'newest' }, 'mention_by_time'],
    ['oldest first', { sort: 'oldest' }, 'mention_by_time'],
    ['soonest due first', { sort: 'due' }, 'mention_due'],
    ['soonest back first', { sort: 'returning' }, 'mention_waiting'],
    ['by time within days', { sort: 'newest', from: new Date().toISOString() }, 'mention_by_time'],
  ])('%s', async (_what, asked, index) => {
    const indexes = await used(await along(asked));
    expect(indexes).toContain(index);
    expect(indexes).not.toContain('all of mention');
  });

  it.each<[string, MentionFilter, string]>([
    ['words', { q: 'word17 play' }, 'search_entry_words'],
    ['a phrase', { q: '"the word17"' }, 'search_entry_words'],
    ['one word or another', { q: 'word17 OR word18' }, 'search_entry_words'],
    ['an author', { author: '17' }, 'mention_by_author'],
    ['an author by name', { q: 'author:author17' }, 'mention_by_author'],
    ['a topic', { q: 'topic:seldom' }, 'mention_marks'],
    ['a topic of the address', { topic: 'seldom' }, 'mention_marks'],
    ['a label of people', { q: 'label:press' }, 'mention_marks'],
    ['what was read', { q: 'leaving:decided' }, 'mention_marks'],
    ['a rating', { q: 'rating:1' }, 'mention_marks'],
    ['what may be a complaint', { q: 'is:unsure' }, 'mention_by_complaint'],
    ['a monitor', { monitor: '999' }, 'mention_marks'],
    ['who works on it now', { q: 'is:claimed' }, 'mention_claimed'],
    ['what is gone', { q: 'is:gone' }, 'mention_gone'],
    ['what came back', { q: 'is:returned' }, 'mention_returned'],
    ['copies', { q: 'is:copy' }, 'mention_copies'],
    ['whose it is', { q: 'owner:"Only One"' }, 'mention_by_owner'],
    ['a task', { q: 'has:task' }, 'mention_by_task'],
  ])('by %s', async (_what, filter, index) => {
    const indexes = await used(await first(filter));
    expect(indexes).toContain(index);
    expect(indexes).not.toContain('all of mention');
  });

  it.each<[string, MentionFilter]>([
    ['words', { q: 'player' }],
    ['marks', { q: 'leaving:none -label:vip' }],
    ['everything but', { q: '-word17' }],
  ])('along the list row by row, for %s: no more rows than the budget', async (_what, filter) => {
    const statement = await along({ ...filter, status: ['new'] }, 100);
    const nodes = await plan(statement.sql, statement.params);
    expect(nodes.map((node) => node['Index Name'])).toContain('mention_inbox');
    expect(nodes.map((node) => node['Index Name'])).not.toContain('search_entry_words');
    expect(nodes.filter((node) => node['Node Type'] === 'Sort')).toHaveLength(1);
  });

  it('and so are the counts that depend on the time', async () => {
    const overdue = `SELECT count(*) FROM mention WHERE due_at < now() AND due_at IS NOT NULL
                        AND copy_of IS NULL AND status IN ('new', 'doing', 'waiting')`;
    expect(await used({ sql: overdue, params: [] })).toEqual(['mention_due']);
  });

  it.each<[string, Asked, string]>([
    ['by priority', { status: ['new'] }, 'mention_inbox'],
    ['by time', { sort: 'newest' }, 'mention_by_time'],
    ['soonest due', { sort: 'due' }, 'mention_due'],
  ])('and from where a page ended, %s', async (_what, asked, index) => {
    const order = asked.sort ?? 'priority';
    const key = order === 'priority' ? '50' : String((Date.now() - 9_000_000) * 1_000);
    const statement = await along({ ...asked, cursor: writeCursor({ order, key, id: '4000' }) });
    expect(await used(statement)).toContain(index);
    const conditions = (await plan(statement.sql, statement.params)).map(
      (node) => node['Index Cond'],
    );
    // The position is looked up in the index; rows before it are not read and thrown away.
    expect(conditions).toContainEqual(expect.stringContaining('ROW('));
  });
});

describe('the tasks are served by an index', () => {
  it.each<[string, Partial<TaskListing>, string]>([
    ['of one status', { status: ['open'] }, 'task_by_priority'],
    ['of every status', {}, 'task_by_rank'],
    ['of one person', { ownerId: '1' }, 'task_by_owner'],
  ])('%s', async (_what, given, index) => {
    const indexes = await tasks(given);
    expect(indexes).toContain(index);
    expect(indexes).not.toContain('all of task');
  });
});

it('the indexes are in the entities as they are in the migrations', async () => {
  expect(await schemaDrift(database)).toEqual([]);
});
