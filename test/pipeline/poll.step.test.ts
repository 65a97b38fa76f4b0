import { beforeEach, describe, expect, it } from 'vitest';
import type { Outside } from '../../src/connectors/connector.js';
import { PoliteHttp, userAgent, type HttpReply } from '../../src/connectors/http.js';
import { connectors } from '../../src/connectors/index.js';
import { AllowanceSpent } from '../../src/domain/allowance.js';
import { PollStep } from '../../src/pipeline/poll.step.js';
import type { Bus } from '../../src/queue/bus.js';
import { AdminMonitorsStore } from '../../src/store/admin-monitors.store.js';
import { CoverageStore } from '../../src/store/coverage.store.js';
import { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { PollEntity } from '../../src/store/entities/poll.entity.js';
import { SourceEntity } from '../../src/store/entities/source.entity.js';
import { MentionsStore, type Saved } from '../../src/store/mentions.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { addMonitor, addSource, addUser, makeSettings } from '../support/makers.js';
import { openDatabase, truncate } from '../support/database.js';
import { openBus, waiting } from './bus.js';
import { feed, LoopbackPlace, type Post } from './place.js';
import { outsideOf } from '../support/outside.js';

const { database, url: databaseUrl } = await openDatabase();
const place = await LoopbackPlace.open();
const monitor = await addMonitor(database);
const sources = new SourcesStore(database);

let http: PoliteHttp;
let bus: Bus;
let source: SourceEntity;
beforeEach(async () => {
  await database.query('TRUNCATE source CASCADE');
  place.asked.length = 0;
  place.gives();
  // With hosts that no test before has paused.
  http = new PoliteHttp({ userAgent: userAgent('0', 'https://earshot.example') });
  bus = await openBus(databaseUrl);
  source = await addSource(database, {
    locator: place.url,
    host: new URL(place.url).host,
    params: { url: place.url, allowPrivate: true },
  });
  return async () => {
    await bus.close();
    await http.close();
  };
});

const step = (
  mentions = new MentionsStore(database),
  settings = makeSettings(),
  outside: Outside = outsideOf(http),
): PollStep =>
  new PollStep(database, sources, new MonitorsStore(database), mentions, bus, outside, settings);
/** Claims the source as the schedule does, and polls it. */
async function poll(polling = step()): Promise<SourceEntity> {
  expect(await sources.claim(source.id, 120)).toBe(true);
  await polling.handle({ sourceId: source.id });
  return present();
}
const present = async (): Promise<SourceEntity> => (await sources.find(source.id)) as SourceEntity;
const mentions = (): Promise<MentionEntity[]> =>
  database.getRepository(MentionEntity).find({ order: { externalId: 'ASC' } });
const polls = (): Promise<PollEntity[]> =>
  database.getRepository(PollEntity).find({ order: { id: 'ASC' } });
const toRead = (): Promise<number> => waiting(bus, 'read');
const hours = () => new CoverageStore(database).hours([source.id], 48);
/** Feeds tell whole seconds. */
const begun = Math.floor(Date.now() / 1_000) * 1_000;
const minutesAgo = (minutes: number): string => new Date(begun - minutes * 60_000).toISOString();
const waitSeconds = ({ nextPollAt }: SourceEntity): number =>
  (nextPollAt.getTime() - Date.now()) / 1_000;

describe('an answer with posts', () => {
  it('is stored once, with what a monitor listens for, and sent on to be read', async () => {
    place.gives(
      { id: 'a', text: 'apex is late', author: 'Ann', at: '2026-03-01T10:00:00Z' },
      { id: 'b', text: 'nothing of ours', at: '2026-03-02T10:00:00Z' },
    );
    const after = await poll();
    const [mention, ...more] = await mentions();
    expect(more).toEqual([]);
    expect(mention).toMatchObject({
      sourceId: source.id,
      externalId: 'a',
      text: 'apex is late',
      monitorIds: [monitor.id],
      matchedBecause: ['has "apex"'],
      stage: 'new',
    });
    expect(after).toMatchObject({
      claimedUntil: null,
      failures: 0,
      // The posts come half a year apart, as far as is seen.
      intervalSeconds: 21_600,
      lastItemAt: new Date('2026-03-02T10:00:00Z'),
    });
    expect(after.lastAnsweredAt).not.toBeNull();
    expect(mention?.fetchableAt).toEqual(mention?.publishedAt);
    expect(await polls()).toMatchObject([
      { outcome: 'items', items: 2, matched: 1, stored: 1, error: null },
    ]);
    expect(await toRead()).toBe(1);

    await poll();
    expect(await mentions()).toEqual([mention]);
    expect((await polls())[1]).toMatchObject({ items: 2, matched: 1, stored: 0 });
    expect(await toRead()).toBe(1);
  });

  it('is about the owner, when the place is its own', async () => {
    await database.query('UPDATE source SET owned_by_monitor_id = $2 WHERE id = $1', [
      source.id,
      monitor.id,
    ]);
    place.gives({ id: 'a', text: 'no name at all' });
    await poll();
    expect(await mentions()).toMatchObject([
      { externalId: 'a', matchedBecause: ['everything here is ours'] },
    ]);
  });

  it('is read again where it was edited', async () => {
    place.gives({ id: 'a', text: 'apex is late' });
    await poll();
    place.gives({ id: 'a', text: 'apex is late. Edit: it came' });
    await poll();
    expect(await mentions()).toMatchObject([{ text: 'apex is late. Edit: it came' }]);
    expect((await polls()).map(({ stored }) => stored)).toEqual([1, 1]);
  });

  it('is kept where an edit takes out the words that a monitor listens for', async () => {
    place.gives({ id: 'a', text: 'apex is late' }, { id: 'b', text: 'nothing of ours' });
    await poll();
    place.gives({ id: 'a', text: 'never mind' }, { id: 'b', text: 'still nothing' });
    await poll();
    expect(await mentions()).toMatchObject([
      {
        externalId: 'a',
        text: 'never mind',
        monitorIds: [monitor.id],
        matchedBecause: ['has "apex"'],
      },
    ]);
    expect(await database.query('SELECT text FROM mention_revision')).toEqual([
      { text: 'apex is late' },
    ]);
  });

  it('was first fetchable at the poll before, or when it was posted', async () => {
    place.gives();
    const { lastAnsweredAt } = await poll();
    const later = new Date(Date.now() + 3_600_000);
    await database.query('UPDATE source SET last_answered_at = $1', [minutesAgo(30)]);
    place.gives(
      { id: 'old', text: 'apex', at: minutesAgo(50) },
      { id: 'new', text: 'apex', at: minutesAgo(10) },
      { id: 'ahead', text: 'apex', at: later.toISOString() },
    );
    await poll();
    const fetchable = new Map((await mentions()).map((it) => [it.externalId, it]));
    expect(lastAnsweredAt).not.toBeNull();
    expect(fetchable.get('old')?.fetchableAt).toEqual(new Date(minutesAgo(30)));
    expect(fetchable.get('new')?.fetchableAt).toEqual(new Date(minutesAgo(10)));
    expect(fetchable.get('ahead')?.fetchableAt).toEqual(fetchable.get('ahead')?.fetchedAt);
  });

  it('sets the pace by its own dates, and by the time that its window of posts spans', async () => {
    const posts = (every: number) =>
      Array.from({ length: 20 }, (_, n) => ({ id: `${n}`, text: 'x', at: minutesAgo(n * every) }));
    place.gives(...posts(60));
    expect(await poll()).toMatchObject({ intervalSeconds: 1_120, windowSeconds: 19 * 3_600 });
    place.gives(...posts(1));
    expect(await poll()).toMatchObject({ intervalSeconds: 570, windowSeconds: 19 * 60 });
    place.answers({ status: 304 });
    await database.query(`UPDATE source SET etag = '"a"'`);
    expect(await poll()).toMatchObject({ intervalSeconds: 570, windowSeconds: 19 * 60 });
  });

  it('does not let a place without dates, or with a date in the future, look alive for ever', async () => {
    place.gives(
      { id: 'a', text: 'undated' },
      { id: 'b', text: 'sticky', at: '2099-01-01T00:00:00Z' },
    );
    const first = await poll();
    expect(first).toMatchObject({ intervalSeconds: 600 });
    const second = await poll();
    expect(second).toMatchObject({ intervalSeconds: 600, lastItemAt: first.lastItemAt });
    place.gives(
      { id: 'c', text: 'undated' },
      { id: 'b', text: 'sticky', at: '2099-01-01T00:00:00Z' },
    );
    expect((await poll()).lastItemAt?.getTime()).toBeGreaterThan(
      first.lastItemAt?.getTime() ?? Infinity,
    );
  });

  it('shows the rhythm of the place', async () => {
    const at = (hour: number) => ({ id: `${hour}`, text: 'x', at: minutesAgo(hour * 60) });
    place.gives(at(5), at(4), at(2), at(0));
    expect(await poll()).toMatchObject({ gapCount: 2, longestGapHours: 2 });
    await database.query(`UPDATE source SET last_item_at = last_item_at - interval '9 hours'`);
    place.gives(at(9), at(0));
    expect(await poll()).toMatchObject({
      gapCount: 3,
      longestGapHours: expect.closeTo(9, 2),
    });
  });
});

describe('what an answer covers', () => {
  const past = (minutes: number): Promise<unknown> =>
    database.query(
      `UPDATE source SET last_answered_at = $1, covered_until = $1, last_item_at = $1,
              next_poll_at = $1::timestamptz + interval '15 minutes'`,
      [minutesAgo(minutes)],
    );
  const total = async (): Promise<[number, number]> => {
    const all = await hours();
    const sum = (of: 'observedSeconds' | 'recoveredSeconds') =>
      Math.round(all.reduce((sum, hour) => sum + hour[of], 0) / 60);
    return [sum('observedSeconds'), sum('recoveredSeconds')];
  };

  it.each<[string, number, Post[], [number, number]]>([
    ['is the time since the last one', 10, [], [10, 0]],
    [
      'is that time also when it is late and reaches back',
      300,
      [{ id: 'a', text: 'x', at: minutesAgo(300) }],
      [0, 300],
    ],
    [
      'is no more than it reaches',
      300,
      [
        { id: 'a', text: 'x', at: minutesAgo(40) },
        { id: 'b', text: 'x', at: minutesAgo(120) },
      ],
      [0, 120],
    ],
  ])('%s', async (_case, since, posts, expected) => {
    await past(since);
    place.gives(...posts);
    expect((await poll()).coveredUntil).toEqual((await present()).lastAnsweredAt);
    expect(await total()).toEqual(expected);
  });

  it('is nothing while the place is suspiciously quiet; that is settled when it posts again', async () => {
    await past(200);
    await database.query('UPDATE source SET gap_count = 100, longest_gap_hours = 0.1');
    place.gives({ id: 'a', text: 'x', at: minutesAgo(200) });
    expect((await poll()).coveredUntil).toEqual(new Date(minutesAgo(200)));
    expect(await total()).toEqual([0, 0]);
    place.gives(
      { id: 'a', text: 'x', at: minutesAgo(200) },
      { id: 'b', text: 'x', at: minutesAgo(1) },
    );
    await poll();
    expect(await total()).toEqual([0, 200]);
  });

  it('is nothing when it fails, which is counted', async () => {
    await past(10);
    place.answers({ status: 500 });
    await poll();
    expect(await hours()).toMatchObject([{ polls: 1, failedPolls: 1, observedSeconds: 0 }]);
  });
});

describe('a place that moved for good', () => {
  const url = 'https://new.example/feed';
  /** As when every redirect on the way to the answer was a permanent one. */
  class MovedHttp extends PoliteHttp {
    override async get(...given: Parameters<PoliteHttp['get']>): Promise<HttpReply> {
      return { ...(await super.get(...given)), permanentRedirectTo: url };
    }
  }
  const asMoved = async (): Promise<void> => {
    const moving = new MovedHttp({ userAgent: 'x' });
    await poll(step(undefined, undefined, outsideOf(moving)));
    await moving.close();
  };
  /** Answers at its new address so often, the first time that many hours ago. */
  async function moved(times: number, hoursAgo: number): Promise<void> {
    for (let n = 0; n < times; n++) {
      await asMoved();
      if (n === 0)
        await database.query(
          `UPDATE source SET moved_since = moved_since - $1 * interval '1 hour'`,
          [hoursAgo],
        );
    }
  }
  const audited = async (): Promise<string[]> =>
    (await database.query<{ action: string }[]>('SELECT action FROM audit_entry ORDER BY id')).map(
      ({ action }) => action,
    );
  beforeEach(() => truncate(database, 'audit_entry'));

  it('is followed when it said so five times and for a day', async () => {
    place.answers({ headers: { etag: '"old"' }, body: feed([]) });
    await moved(5, 25);
    expect(await present()).toMatchObject({
      locator: url,
      host: 'new.example',
      params: { url },
      etag: null,
      movedTo: null,
      movedSeen: 0,
    });
    expect(await audited()).toEqual([`followed the place to ${url}`]);
  });

  it.each([
    ['only four times', 4, 25],
    ['only since an hour', 6, 1],
  ])('is not followed when it said so %s', async (_case, times, hoursAgo) => {
    await moved(times, hoursAgo);
    expect(await present()).toMatchObject({ locator: place.url, movedTo: url, movedSeen: times });
    expect(await audited()).toEqual([]);
  });

  it('is not followed to where another source is already, which is said once', async () => {
    await moved(4, 25);
    await addSource(database, { locator: url, name: 'The new one', enabled: false });
    await asMoved();
    await asMoved();
    expect(await present()).toMatchObject({ locator: place.url, movedSeen: 6 });
    expect(await audited()).toEqual([`moved to ${url}, which is a source already: The new one`]);
  });
});

describe('a poll that is put off', () => {
  it('since its host rests is no failure of the place', async () => {
    place.answers({ status: 429, headers: { 'retry-after': '7200' } });
    await poll();
    const neighbour = {
      locator: `${place.url}/2`,
      params: { url: `${place.url}/2`, allowPrivate: true },
    };
    source = await addSource(database, { ...neighbour, host: source.host });
    const after = await poll();
    expect(after).toMatchObject({ failures: 0, lastPolledAt: null, lastErrorCode: 'host-busy' });
    expect(waitSeconds(after)).toBeGreaterThan(7_000);
    expect(place.asked).toHaveLength(1);
    expect((await polls()).map(({ outcome }) => outcome)).toEqual(['failed', 'postponed']);
    expect(await hours()).toEqual([]);
  });

  it('since an allowance is used up is none either, and waits for the new one', async () => {
    const until = new Date(Date.now() + 5 * 86_400_000);
    class SpentHttp extends PoliteHttp {
      override get(): Promise<never> {
        return Promise.reject(new AllowanceSpent('searches', until));
      }
    }
    const spent = new SpentHttp({ userAgent: 'x' });
    const after = await poll(step(undefined, undefined, outsideOf(spent)));
    expect(after).toMatchObject({ failures: 0, lastErrorCode: 'allowance-spent' });
    expect(after.lastError).toContain('searches');
    expect(waitSeconds(after)).toBeGreaterThan(4.9 * 86_400);
    await spent.close();
  });
});

it('refuses a kind of place that the settings do not allow, and says which one does', async () => {
  const { kind } = connectors.find(({ terms }) => terms.access === 'restricted') ?? { kind: '' };
  await database.query('UPDATE source SET kind = $1', [kind]);
  const after = await poll();
  expect(after).toMatchObject({ failures: 1, lastErrorCode: 'switched-off' });
  expect(after.lastError).toContain(`add "${kind}" to listening.allow`);
  const allowed = makeSettings();
  await poll(step(undefined, { ...allowed, listening: { allow: [kind] } }));
  expect((await present()).lastErrorCode).not.toBe('switched-off');
});

describe('an answer that says "not modified"', () => {
  it('changes nothing but the schedule, and is asked for with what the place gave', async () => {
    place.answers((asked) =>
      asked['if-none-match'] === '"v1"'
        ? { status: 304 }
        : {
            headers: { etag: '"v1"' },
            body: '<rss version="2.0"><channel><title>t</title></channel></rss>',
          },
    );
    await poll();
    const after = await poll();
    expect(place.asked.map((headers) => headers['if-none-match'])).toEqual([undefined, '"v1"']);
    expect(after).toMatchObject({ etag: '"v1"', failures: 0, lastErrorCode: null });
    expect((await polls()).map(({ outcome }) => outcome)).toEqual(['items', 'not-modified']);
  });

  it('is no answer to a question without validators', async () => {
    place.answers({ status: 304 });
    expect(await poll()).toMatchObject({
      failures: 1,
      lastErrorCode: 'unreadable',
      lastAnsweredAt: null,
    });
  });
});

describe('a failure', () => {
  it.each([
    ['404', { status: 404 }, 'not-found', true],
    ['403', { status: 403 }, 'blocked', true],
    ['500', { status: 500 }, 'server-error', true],
    ['410', { status: 410 }, 'gone', false],
    ['a page that is no feed', { body: '<html><body>hi</body></html>' }, 'unreadable', true],
  ])('%s is kept with its reason', async (_case, reply, code, enabled) => {
    place.answers(reply);
    const after = await poll();
    expect(after).toMatchObject({
      failures: 1,
      lastErrorCode: code,
      enabled,
      claimedUntil: null,
      lastAnsweredAt: null,
      intervalSeconds: 900,
    });
    expect(await polls()).toMatchObject([{ outcome: 'failed', items: 0, error: after.lastError }]);
    expect(after.lastError?.length).toBeGreaterThan(10);
  });

  it('is waited for as long as the place says', async () => {
    place.answers({ status: 429, headers: { 'retry-after': '7200' } });
    expect(waitSeconds(await poll())).toBeGreaterThan(7_000);
  });

  it('is waited for ever longer, and forgotten at the first answer', async () => {
    place.answers({ status: 500 });
    expect(waitSeconds(await poll())).toBeLessThan(600);
    expect(waitSeconds(await poll())).toBeGreaterThan(850);
    expect(waitSeconds(await poll())).toBeGreaterThan(1_700);
    expect(await present()).toMatchObject({ failures: 3, intervalSeconds: 900 });
    place.gives();
    expect(await poll()).toMatchObject({ failures: 0, lastError: null });
  });

  it('of ours is one too, so that nobody takes a silent place for a quiet one', async () => {
    await database.query(`UPDATE source SET params = '{"url": 5}' WHERE id = $1`, [source.id]);
    expect(await poll()).toMatchObject({
      failures: 1,
      lastErrorCode: 'fault',
      lastError: expect.stringContaining('url'),
    });
    await database.query(`UPDATE source SET kind = 'telex' WHERE id = $1`, [source.id]);
    expect(await poll()).toMatchObject({
      failures: 2,
      lastError: expect.stringContaining('no connector of kind "telex"'),
    });
  });

  it('of a place that is asleep comes before the claim runs out', async () => {
    place.answers(null);
    const hasty = step(undefined, makeSettings({ schedule: { leaseSeconds: 2 } }));
    expect(await poll(hasty)).toMatchObject({
      failures: 1,
      lastErrorCode: 'timed-out',
      claimedUntil: null,
    });
  });
});

it('hears for a monitor that is added during a poll what the place had told before', async () => {
  const userId = await addUser(database);
  const zebra = {
    name: 'Zebra',
    any: ['zebra'],
    all: [],
    none: [],
    ownAccounts: [],
    brandNames: [],
    competitors: [],
  };
  class SlowStore extends MentionsStore {
    override async saveHeard(...given: Parameters<MentionsStore['saveHeard']>): Promise<Saved> {
      const saved = await super.saveHeard(...given);
      await new AdminMonitorsStore(database).add(zebra, userId);
      return saved;
    }
  }
  const headers = { etag: '"1"' };
  const body = feed([
    { id: 'a', text: 'apex and zebra', at: minutesAgo(9) },
    { id: 'z', text: 'zebra', at: minutesAgo(8) },
  ]);
  place.answers((asked) => (asked['if-none-match'] ? { status: 304 } : { headers, body }));
  const after = await poll(step(new SlowStore(database)));
  expect(after).toMatchObject({ etag: null, claimedUntil: null });
  expect((await mentions()).map(({ externalId }) => externalId)).toEqual(['a']);
  expect(await poll()).toMatchObject({ etag: '"1"' });
  const [both, ofZebra] = await mentions();
  expect(ofZebra).toMatchObject({ externalId: 'z', monitorIds: [both?.monitorIds[1]] });
  expect(both).toMatchObject({ externalId: 'a', matchedBecause: ['has "apex"', 'has "zebra"'] });
  await database.query(`DELETE FROM monitor WHERE name = 'Zebra'`);
});

describe('a job', () => {
  it.each([
    ['whose source nobody claimed', () => database.query('SELECT 1')],
    [
      'whose source is paused',
      () =>
        database.query(
          `UPDATE source SET enabled = false, claimed_until = now() + interval '1 minute'`,
        ),
    ],
    ['whose source is gone', () => database.query('DELETE FROM source')],
  ])('%s does nothing', async (_case, prepare) => {
    await prepare();
    await step().handle({ sourceId: source.id });
    expect(place.asked).toEqual([]);
    expect(await polls()).toEqual([]);
  });

  it('that comes twice polls once', async () => {
    place.gives({ id: 'a', text: 'apex' });
    await poll();
    await step().handle({ sourceId: source.id });
    expect(place.asked).toHaveLength(1);
  });

  it('whose posts cannot be stored leaves the source as it was, to be tried again', async () => {
    place.answers({
      headers: { etag: '"v1"' },
      body: '<rss version="2.0"><channel><title>t</title><item><guid>a</guid><description>apex</description></item></channel></rss>',
    });
    class BrokenStore extends MentionsStore {
      override async saveHeard(...given: Parameters<MentionsStore['saveHeard']>): Promise<never> {
        await super.saveHeard(...given);
        throw new Error('disk full');
      }
    }
    const { claimedUntil: _none, ...before } = await present();
    await expect(poll(step(new BrokenStore(database)))).rejects.toThrow('disk full');
    expect(await present()).toMatchObject({ ...before, claimedUntil: expect.any(Date) });
    expect([await mentions(), await polls(), await toRead()]).toEqual([[], [], 0]);

    await step().handle({ sourceId: source.id });
    expect(await mentions()).toHaveLength(1);
    expect(await present()).toMatchObject({ etag: '"v1"', claimedUntil: null });
  });
});
