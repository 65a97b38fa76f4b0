import { beforeEach, describe, expect, it } from 'vitest';
import { TopicList, TopicQuotes } from '../../src/api/views.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const owner = await api.as('product-owner');
const monitor = await make.monitor({ ownAccounts: ['ours'] });
const other = await make.monitor();
const source = await make.source();

const DAY_MS = 86_400_000;
/** Monday, 0 h UTC, of the week so many weeks ago. */
function monday(weeksAgo: number): Date {
  const now = new Date();
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return new Date(today - ((now.getUTCDay() + 6) % 7) * DAY_MS - 7 * weeksAgo * DAY_MS);
}
const nameOf = (date: Date) => date.toISOString().slice(0, 10);
const complain = (given: Partial<Parameters<typeof make.mention>[0]> = {}) =>
  make.mention({
    sourceId: source.id,
    monitorIds: [monitor.id],
    complaint: 'complaint',
    topics: ['late'],
    occurredAt: monday(0),
    ...given,
  });

beforeEach(async () => {
  await database.query('DELETE FROM mention');
  await database.query('DELETE FROM poll');
});

describe('topics', () => {
  it('count mentions and people, by week that begins on Monday at 0 h UTC', async () => {
    const jane = await make.author();
    await complain({ authorId: jane.id });
    await complain({ authorId: jane.id });
    await complain();
    await complain();
    await complain({ authorId: jane.id, occurredAt: new Date(monday(0).getTime() - 1) });
    await complain({ occurredAt: new Date(monday(1).getTime() - 1) });
    const { items, coverage } = await owner.get(TopicList, '/topics?weeks=2');
    expect(items).toEqual([
      {
        key: 'late',
        name: 'Comes late',
        touchpoint: 'delivery',
        group: 'all',
        mentions: 5,
        people: 3,
        weeks: [
          { week: nameOf(monday(1)), mentions: 1, people: 1 },
          { week: nameOf(monday(0)), mentions: 4, people: 3 },
        ],
      },
    ]);
    expect(coverage.map(({ week }) => week)).toEqual([nameOf(monday(1)), nameOf(monday(0))]);
  });

  it('are of complaints in force that customers wrote', async () => {
    const ours = await make.author({ handle: 'OURS' });
    await complain({ authorId: ours.id });
    await complain({ complaint: 'other' });
    await complain({ complaint: 'unsure' });
    await complain({ complaint: null });
    await complain({ topics: [] });
    expect(await owner.get(TopicList, '/topics')).toMatchObject({ items: [], untagged: 1 });
  });

  it('say how many complaints carry none, in all and by week', async () => {
    await complain({ topics: [] });
    await complain({ topics: [] });
    await complain();
    await complain({ topics: [], occurredAt: monday(1) });
    await complain({ topics: [], complaint: 'other' });
    const list = await owner.get(TopicList, '/topics?weeks=2');
    expect(list).toMatchObject({
      complaints: 4,
      untagged: 3,
      untaggedWeeks: [
        { week: nameOf(monday(1)), complaints: 1, untagged: 1 },
        { week: nameOf(monday(0)), complaints: 3, untagged: 2 },
      ],
    });
  });

  it('count a mention under each of its topics, most people first; an unknown key is its name', async () => {
    await complain({ topics: ['late', 'retired-topic'] });
    await complain({ topics: ['late'] });
    const { items } = await owner.get(TopicList, '/topics');
    expect(items.map(({ name, people }) => [name, people])).toEqual([
      ['Comes late', 2],
      ['retired-topic', 1],
    ]);
  });

  it('can be those of one monitor', async () => {
    await complain({ monitorIds: [other.id] });
    await complain({ monitorIds: [monitor.id, other.id] });
    const mentionsOf = async (id: string) =>
      (await owner.get(TopicList, `/topics?monitor=${id}`)).items[0]?.mentions;
    expect(await mentionsOf(monitor.id)).toBe(1);
    expect(await mentionsOf(other.id)).toBe(2);
  });

  it('carry the share of time that was observed; unknown is null', async () => {
    const day = (n: number) => new Date(monday(1).getTime() + n * DAY_MS);
    const { id } = await make.source({
      createdAt: day(1),
      enabled: false,
      lastPolledAt: day(5),
    });
    const hours = Array.from({ length: 72 }, (_, n) => day(1 + n / 24));
    await database.query(
      `INSERT INTO coverage (source_id, hour, observed_seconds, recovered_seconds)
       SELECT $1, hour, 3000, 600 FROM unnest($2::timestamptz[]) AS hour`,
      [id, hours],
    );
    const { coverage } = await owner.get(TopicList, '/topics?weeks=3');
    expect(coverage.map(({ share }) => share)).toEqual([null, expect.closeTo(0.75, 3), null]);
  });

  it.each(['weeks=0', 'weeks=53', 'weeks=x', 'weeks=1.5', 'monitor=x'])(
    'refuse %s',
    async (query) => {
      expect((await owner.send('GET', `/api/v1/topics?${query}`)).status).toBe(400);
    },
  );
});

describe('quotes', () => {
  it('are one per person, the most pressing of each, and of the weeks asked for', async () => {
    const jane = await make.author();
    await complain({ authorId: jane.id, priority: 50 });
    const worst = await complain({ authorId: jane.id, priority: 80 });
    const nobody = await complain({ priority: 60 });
    await complain({ priority: 90, occurredAt: monday(5) });
    await complain({ priority: 90, topics: ['breakdown'] });
    const { items } = await owner.get(TopicQuotes, '/topics/late/quotes?weeks=4');
    expect(items.map(({ id }) => id)).toEqual([worst.id, nobody.id]);
  });

  it('of a topic that nobody named are none', async () => {
    const path = `/topics/${encodeURIComponent("'; DROP TABLE mention; --")}/quotes`;
    expect((await owner.get(TopicQuotes, path)).items).toEqual([]);
  });
});
