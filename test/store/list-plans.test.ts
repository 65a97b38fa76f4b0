import { beforeAll, describe, expect, it } from 'vitest';
import { schemaDrift } from '../../src/store/database.js';
import { writeCursor } from '../../src/store/cursor.js';
import { listStatement, type MentionListing } from '../../src/store/inbox/inbox.store.js';
import { taskListStatement, type TaskListing } from '../../src/store/tasks/tasks.store.js';
import { openDatabase } from '../support/database.js';
import { INDEX_WORDS, Records } from '../support/records.js';

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

const mentions = (given: Partial<MentionListing> = {}) =>
  used(listStatement({ sort: 'priority', limit: 50, ...given }));
const tasks = (given: Partial<TaskListing> = {}) =>
  used(taskListStatement({ limit: 50, ...given }));

beforeAll(async () => {
  const [monitor, source, user] = [await make.monitor(), await make.source(), await make.user()];
  await database.query(
    `INSERT INTO author (place, handle) SELECT 'feed:x', 'author' || n FROM generate_series(1, 2000) n`,
  );
  await database.query(
    `INSERT INTO mention (source_id, external_id, monitor_ids, matched_because, author_id, text, content_hash,
                          occurred_at, stage, actionable_at, status, priority, complaint)
     SELECT $1, 'post' || n, ARRAY[$2::bigint], ARRAY['why'], (SELECT min(id) FROM author) + n % 2000,
            'Player of the word' || n % 500 || (SELECT string_agg(' ' || md5(n || '.' || i), '') FROM generate_series(1, 30) i),
            'hash' || n, now() - n * interval '1 minute', 'triaged',
            now(), (ARRAY['new', 'doing', 'done', 'dismissed'])[1 + n % 4], n % 100, 'complaint'
       FROM generate_series(1, 8000) n`,
    [source.id, monitor.id],
  );
  await database.query(
    `INSERT INTO task (monitor_id, subject, priority, status, owner_id)
     SELECT $1, 'mention:' || n, n % 100, CASE WHEN n % 4 = 0 THEN 'open' ELSE 'resolved' END,
            CASE WHEN n % 50 = 0 THEN $2::bigint END FROM generate_series(1, 6000) n`,
    [monitor.id, user.id],
  );
  await database.query(INDEX_WORDS);
  // VACUUM puts what was just added into the index of words, as autovacuum does by and by.
  await database.query('VACUUM ANALYZE');
});

describe('the inbox is served by an index', () => {
  it.each<[string, Partial<MentionListing>, string]>([
    ['of one status', { status: ['new'] }, 'mention_inbox'],
    ['of every status', {}, 'mention_by_priority'],
    ['of two statuses', { status: ['new', 'doing'] }, 'mention_by_priority'],
    ['by time', { sort: 'newest' }, 'mention_by_time'],
    ['by time within days', { sort: 'newest', from: new Date().toISOString() }, 'mention_by_time'],
    ['by words', { q: 'word17 play' }, 'search_entry_words'],
    ['of one author', { author: '17' }, 'mention_by_author'],
  ])('%s', async (_what, given, index) => {
    const indexes = await mentions(given);
    expect(indexes).toContain(index);
    expect(indexes).not.toContain('all of mention');
  });

  it.each<[string, Partial<MentionListing>, string]>([
    ['by priority', { status: ['new'] }, 'mention_inbox'],
    ['by time', { sort: 'newest' }, 'mention_by_time'],
  ])('and from where a page ended, %s', async (_what, given, index) => {
    const order = given.sort ?? 'priority';
    const key = order === 'priority' ? '50' : String((Date.now() - 9_000_000) * 1_000);
    const listing = { ...given, cursor: writeCursor({ order, key, id: '4000' }) };
    expect(await mentions(listing)).toContain(index);
    const { sql, params } = listStatement({ sort: 'priority', limit: 50, ...listing });
    const conditions = (await plan(sql, params)).map((node) => node['Index Cond']);
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
