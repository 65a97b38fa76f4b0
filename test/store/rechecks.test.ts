import { beforeEach, describe, expect, it } from 'vitest';
import { triage } from '../../src/domain/triage.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { MentionDetailStore } from '../../src/store/inbox/mention-detail.store.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import { RechecksStore } from '../../src/store/rechecks.store.js';
import { TriageStore } from '../../src/store/triage.store.js';
import type { Item } from '../../src/domain/mention.js';
import {
  addMonitor,
  addSource,
  addUser,
  hearAndRead,
  makeItem,
  makeReading,
} from '../support/makers.js';
import { openDatabase, truncate } from '../support/database.js';

const { database } = await openDatabase();
const monitor = await addMonitor(database);
const userId = await addUser(database);
const rechecks = new RechecksStore(database);
const mentions = new MentionsStore(database);
const readings = new ReadingsStore(database);
const triageStore = new TriageStore(database);
const HOUR = 3_600_000;

let origin: { id: string; place: string; ownedByMonitorId: string };
beforeEach(async () => {
  await truncate(database, 'source, author, task, audit_entry, idempotency_key CASCADE');
  const { id } = await addSource(database);
  origin = { id, place: 'feed:forum.example', ownedByMonitorId: monitor.id };
});

const post = (n: number, text = 'angry apex #late', handle = 'ann'): Item =>
  makeItem({
    externalId: `p${n}`,
    text,
    author: { name: handle, handle, url: null },
    publishedAt: new Date(Date.UTC(2026, 2, 1, n)).toISOString(),
  });
const hear = (...items: Item[]): Promise<string[]> => hearAndRead(database, origin, items);
const decide = (ids: readonly string[]): Promise<string[]> =>
  triageStore.decide(ids, (candidates) => triage(candidates, 50));
const eraseWhenGone = (): Promise<unknown> =>
  database.query('UPDATE source SET erase_when_gone = true');
const due = (ids: readonly string[]): Promise<unknown> =>
  database.query(`UPDATE mention SET recheck_at = now() - interval '1 minute' WHERE id = ANY($1)`, [
    ids,
  ]);
const gone = (...ids: number[]): Promise<string[]> =>
  database.transaction((transaction) =>
    rechecks.markGone(
      transaction,
      origin.id,
      ids.map((id) => `p${id}`),
    ),
  );
const rows = <Row>(sql: string): Promise<Row[]> => database.query<Row[]>(sql);
const tasks = () => rows<object>('SELECT status, outcome, author_id, topic FROM task ORDER BY id');

describe('claiming', () => {
  it('gives each due post to one of many, the longest due first, and again when nobody finished', async () => {
    const ids = await hear(post(1), post(2), post(3), post(4));
    expect(await rechecks.sourcesDue(10)).toEqual([]);
    await due(ids.slice(0, 3));
    await database.query(
      `UPDATE mention SET recheck_at = now() - interval '1 hour' WHERE external_id = 'p3'`,
    );
    expect(await rechecks.sourcesDue(10)).toEqual([origin.id]);
    expect((await rechecks.claim(origin.id, 1, 60)).map((it) => it.externalId)).toEqual(['p3']);
    const pages = await Promise.all([1, 2, 3].map(() => rechecks.claim(origin.id, 1, 60)));
    expect(
      pages
        .flat()
        .map((it) => it.externalId)
        .sort(),
    ).toEqual(['p1', 'p2']);
    expect(await rechecks.claim(origin.id, 9, 60)).toEqual([]);
    await database.query(
      `UPDATE mention SET recheck_at = recheck_at - interval '2 minutes' WHERE external_id <> 'p3'`,
    );
    const again = await rechecks.claim(origin.id, 9, 60);
    expect(again.map((it) => it.externalId).sort()).toEqual(['p1', 'p2']);
    expect(await rechecks.sourcesDue(10)).toEqual([]);
  });

  it('begins with the place whose posts wait longest, so that none is left out', async () => {
    await due(await hear(post(1)));
    const other = await addSource(database, { host: 'else.example' });
    const place = { ...origin, id: other.id };
    await due(await hearAndRead(database, place, [post(2)]));
    await database.query(
      `UPDATE mention SET recheck_at = now() - interval '1 hour' WHERE source_id = $1`,
      [other.id],
    );
    expect(await rechecks.sourcesDue(1)).toEqual([other.id]);
    expect(await rechecks.sourcesDue(9)).toEqual([other.id, origin.id]);
  });

  it('leaves places alone that are paused or do not answer', async () => {
    await due(await hear(post(1)));
    await database.query('UPDATE source SET failures = 1');
    expect(await rechecks.sourcesDue(10)).toEqual([]);
    await database.query('UPDATE source SET failures = 0, enabled = false');
    expect(await rechecks.sourcesDue(10)).toEqual([]);
  });

  it('is ended for a place whose posts cannot be looked up', async () => {
    await due(await hear(post(1)));
    await rechecks.endPlan(origin.id);
    expect(await rechecks.claim(origin.id, 9, 60)).toEqual([]);
  });
});

describe('what a look comes to', () => {
  it('is written once: the next look, a miss, or gone', async () => {
    const ids = await hear(post(1), post(2), post(3));
    const at = new Date(Date.now() + HOUR);
    const [a, b, c] = ids as [string, string, string];
    const judged = [
      { id: a, look: 'there' as const, why: null, gone: false, missedAt: null, recheckAt: at },
      { id: b, look: 'untold' as const, why: null, gone: false, missedAt: at, recheckAt: null },
      { id: c, look: 'missing' as const, why: null, gone: true, missedAt: at, recheckAt: null },
    ];
    expect(await rechecks.conclude(judged)).toContain(c);
    const stored = await rows(
      'SELECT rechecks, missed_at, recheck_at, gone_at IS NOT NULL AS gone FROM mention ORDER BY external_id',
    );
    expect(stored).toEqual([
      { rechecks: 1, missed_at: null, recheck_at: at, gone: false },
      { rechecks: 0, missed_at: at, recheck_at: null, gone: false },
      { rechecks: 0, missed_at: null, recheck_at: null, gone: true },
    ]);
    const [before] = await rows('SELECT gone_at FROM mention WHERE gone_at IS NOT NULL');
    expect(await rechecks.conclude(judged.slice(2))).toEqual([]);
    expect(await rows('SELECT gone_at FROM mention WHERE gone_at IS NOT NULL')).toEqual([before]);
  });
});

describe('a post that is gone', () => {
  it('closes the unclaimed task that was about it alone, and opens it again when it is back', async () => {
    const items = [post(1), post(2)];
    await decide(await hear(...items));
    expect(await tasks()).toMatchObject([{ status: 'open' }]);
    await decide(await gone(1));
    expect(await tasks()).toMatchObject([{ status: 'open' }]);
    await decide(await gone(2));
    expect(await tasks()).toMatchObject([{ status: 'resolved', outcome: 'no-reply-needed' }]);
    const [entry] = await rows<{ action: string }>(
      'SELECT action FROM audit_entry ORDER BY id DESC LIMIT 1',
    );
    expect(entry?.action).toContain('deleted by its place');
    expect(await rows('SELECT text FROM mention')).toHaveLength(2);

    const back = await hear(...items);
    await decide(back);
    expect(await tasks()).toMatchObject([{ status: 'open' }]);
    expect(await rows('SELECT FROM mention WHERE gone_at IS NOT NULL')).toEqual([]);
  });

  it('opens no task when it went before anybody could look', async () => {
    const ids = await hear(post(1));
    await gone(1);
    await decide(ids);
    expect(await tasks()).toEqual([]);
  });

  it('stays with whoever has claimed its task', async () => {
    await decide(await hear(post(1)));
    await database.query(`UPDATE task SET status = 'claimed', owner_id = $1`, [userId]);
    await decide(await gone(1));
    expect(await tasks()).toMatchObject([{ status: 'claimed' }]);
    expect(await rows('SELECT FROM mention WHERE task_id IS NOT NULL')).toHaveLength(1);
  });

  it('that was only missed is as before once it is seen', async () => {
    const [id] = await hear(post(1));
    await decide([id as string]);
    await database.query('UPDATE mention SET missed_at = now()');
    const { fresh } = await database.transaction((transaction) =>
      mentions.saveHeard(
        transaction,
        origin,
        [{ item: post(1), contentHash: 'other', monitorIds: [monitor.id], matchedBecause: ['x'] }],
        new Date(),
      ),
    );
    expect(fresh).toEqual([id]);
    expect(await rows('SELECT missed_at FROM mention')).toEqual([{ missed_at: null }]);
  });

  it('is told by its author, too', async () => {
    await hear(post(1), post(2, 'fine apex', 'bob'));
    const found = await database.transaction((transaction) =>
      rechecks.markGone(transaction, origin.id, [], ['bob', 'nobody']),
    );
    expect(found).toHaveLength(1);
    expect(await rows(`SELECT external_id FROM mention WHERE gone_at IS NOT NULL`)).toEqual([
      { external_id: 'p2' },
    ]);
  });
});

describe('erasing what is gone', () => {
  /** All that is stored, as text. */
  const everything = async (): Promise<string> => {
    const tables = await rows<{ name: string }>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const all = await Promise.all(
      tables.map(({ name }) => rows(`SELECT row_to_json(t)::text AS row FROM ${name} t`)),
    );
    return JSON.stringify(all);
  };

  it('leaves nothing of what was said and by whom in any table, and keeps the row and its labels', async () => {
    await eraseWhenGone();
    const secret = post(1, 'angry apex #late zebra', 'zebraman');
    const ids = await hear({
      ...secret,
      title: 'zebra',
      url: 'https://a.example/zebra',
      tags: ['zebra'],
    });
    await hear({ ...secret, text: 'angry apex #late zebra again' });
    await mentions.index(ids);
    await database.query(
      `UPDATE reading SET reading = reading || '{"effort": [{"kind": "wait", "quote": "zebra"}], "evidence": [{"for": "complaint", "quote": "zebra"}]}'`,
    );
    await database.query(
      `INSERT INTO idempotency_key (user_id, key, request, status, response)
       VALUES ($1, 'k', 'r', 200, $2), ($1, 'other', 'r', 200, '{"id": "1"}')`,
      [userId, JSON.stringify({ items: [{ id: ids[0], excerpt: 'zebra' }] })],
    );
    await decide(ids);
    expect(await everything()).toContain('zebra');
    await decide(await gone(1));
    expect(await everything()).not.toContain('zebra');
    const [row] = await rows(
      `SELECT complaint, topics, stage, erased_at IS NOT NULL AS erased, gone_at IS NOT NULL AS gone FROM mention`,
    );
    expect(row).toEqual({
      complaint: 'complaint',
      topics: ['late'],
      stage: 'triaged',
      erased: true,
      gone: true,
    });
    const [{ reading }] = (await rows<{ reading: object }>('SELECT reading FROM reading')) as [
      { reading: object },
    ];
    expect(reading).toMatchObject({ evidence: [], effort: [{ kind: 'wait', quote: '' }] });
    expect(await tasks()).toMatchObject([{ status: 'resolved', author_id: null }]);
    expect(await rows('SELECT key FROM idempotency_key')).toEqual([{ key: 'other' }]);
  });

  it('keeps an author whom another post names, and decides again what is left of the problem', async () => {
    await eraseWhenGone();
    await decide(await hear(post(1, 'angry apex #late'), post(2, 'cross apex #late')));
    expect(await tasks()).toMatchObject([{ status: 'open' }]);
    await decide(await gone(1));
    expect(await rows('SELECT handle FROM author')).toEqual([{ handle: 'ann' }]);
    // What is left is not sure enough to open a task, as if the other had never been.
    expect(await tasks()).toMatchObject([{ status: 'resolved', outcome: 'no-reply-needed' }]);
  });

  it('is final: neither a stale answer nor a late reading brings anything back', async () => {
    await eraseWhenGone();
    const ids = await hear(post(1, 'angry zebra'));
    const late = {
      mentionId: ids[0] as string,
      reading: makeReading({ evidence: [{ for: 'complaint', quote: 'zebra' }] }),
      vector: null,
    };
    const [{ hash }] = (await rows<{ hash: string }>(
      'SELECT content_hash AS hash FROM mention',
    )) as [{ hash: string }];
    await database.query('DELETE FROM reading');
    await gone(1);
    expect(await readings.save([{ ...late, contentHash: hash }])).toEqual([]);
    await mentions.index(ids);
    await hear(post(1, 'angry zebra'));
    await hear(post(1, 'angry zebra edited'));
    expect(await everything()).not.toContain('zebra');
    expect(await rows('SELECT stage FROM mention')).toEqual([{ stage: 'triaged' }]);
  });

  it('told again of a post that was never read, has nothing wait for ever', async () => {
    await eraseWhenGone();
    await hear(post(1), post(2, 'angry apex #late', 'bob'));
    await database.query('DELETE FROM reading');
    await gone(1);
    // As a stream does, which is read with an overlap.
    await gone(1, 2);
    expect(await rows('SELECT DISTINCT stage FROM mention')).toEqual([{ stage: 'triaged' }]);
  });

  it('comes out the same when two processes tell of it at once, and triage runs beside', async () => {
    await eraseWhenGone();
    for (let round = 0; round < 10; round++) {
      const base = round * 10;
      const items = [1, 2, 3, 4].map((n) =>
        post(base + n, 'angry apex #late', n % 2 ? 'ann' : 'bob'),
      );
      const ids = await hear(...items);
      await Promise.all([
        decide(ids),
        gone(base + 1, base + 2, base + 3),
        gone(base + 3, base + 2, base + 1, base + 4),
        decide([...ids].reverse()),
      ]);
      await decide(ids);
    }
    expect(await rows('SELECT FROM mention WHERE erased_at IS NULL')).toEqual([]);
    expect(await rows('SELECT FROM author')).toEqual([]);
    expect(await rows(`SELECT FROM task WHERE status <> 'resolved'`)).toEqual([]);
  });
});

it('cannot be worked on any more, but put away', async () => {
  const [id = ''] = await hear(post(1));
  await gone(1);
  const changes = new MentionChangesStore(database);
  const by = { userId, claimSeconds: 60 };
  await expect(changes.change(id, { status: 'doing' }, 1, by)).rejects.toThrow(
    'deleted at its place',
  );
  await expect(changes.change(id, { status: 'done' }, 1, by)).resolves.toMatchObject({
    made: { version: 2 },
  });
  await expect(changes.change(id, { status: 'new' }, 1, by)).rejects.toThrow('has changed');
  const shown = await new MentionDetailStore(database).find(id);
  expect(shown).toMatchObject({ goneAt: expect.any(Date), erasedAt: null });
});
