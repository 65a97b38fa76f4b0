import { beforeEach, describe, expect, it } from 'vitest';
import { CopyList, CustomerView, MentionDetail, ThreadView } from '../../src/api/views.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const me = await api.as('read-only');
const monitor = await make.monitor({
  name: 'Apex',
  any: ['apex', 'player stopped'],
  none: ['film'],
  ownAccounts: ['apexcare'],
});
const source = await make.source();
const elsewhere = await make.source();

beforeEach(() => database.query('TRUNCATE mention, task CASCADE'));

let minute = 0;
const post = (given: Partial<MentionEntity> = {}): Promise<MentionEntity> =>
  make.mention({
    sourceId: source.id,
    monitorIds: [monitor.id],
    publishedAt: new Date(Date.UTC(2026, 2, 1, 0, minute++)),
    ...given,
  });
const answer = (externalId: string, to: string, given: Partial<MentionEntity> = {}) =>
  post({ externalId, parentExternalId: to, ...given });
const threadOf = async ({ id }: MentionEntity) => {
  const { items, ...rest } = await me.get(ThreadView, `/mentions/${id}/thread`);
  return { ...rest, items: items.map((it) => [it.mention.id, it.depth, it.relation]) };
};

describe('the thread of a mention', () => {
  it('is read as at its place: what it answers, what stands beside it, what answers it', async () => {
    const us = await make.author({ handle: 'ApexCare' });
    const top = await post({ externalId: 'a' });
    const middle = await answer('b', 'a');
    const before = await answer('c', 'b');
    const self = await answer('d', 'b');
    const after = await answer('e', 'b');
    const ours = await answer('f', 'd', { authorId: us.id });
    const deeper = await answer('g', 'f');
    // The same ids at another place are other posts.
    await answer('h', 'd', { sourceId: elsewhere.id });
    expect(await threadOf(self)).toEqual({
      items: [
        [top.id, 0, 'above'],
        [middle.id, 1, 'above'],
        [before.id, 2, 'sibling'],
        [self.id, 2, 'self'],
        [ours.id, 3, 'below'],
        [deeper.id, 4, 'below'],
        [after.id, 2, 'sibling'],
      ],
      startsElsewhere: false,
      cut: false,
    });
    const { items } = await me.get(ThreadView, `/mentions/${self.id}/thread`);
    expect(items.filter(({ mention }) => mention.author?.ours).map((it) => it.mention.id)).toEqual([
      ours.id,
    ]);
  });

  it('says when it begins with a post that is not stored', async () => {
    const one = await answer('b', 'not-here');
    const other = await answer('c', 'not-here');
    expect(await threadOf(one)).toMatchObject({
      items: [
        [one.id, 0, 'self'],
        [other.id, 0, 'sibling'],
      ],
      startsElsewhere: true,
    });
    const alone = await post({ externalId: 'z' });
    expect(await threadOf(alone)).toMatchObject({
      items: [[alone.id, 0, 'self']],
      startsElsewhere: false,
    });
  });

  it('ends where a place makes circles of its posts', async () => {
    const self = await answer('a', 'a');
    const [b, c] = [await answer('b', 'c'), await answer('c', 'b')];
    expect((await threadOf(self)).items).toEqual([[self.id, 0, 'self']]);
    const circle = (await threadOf(b)).items.map(([id]) => id);
    expect(new Set(circle)).toEqual(new Set([b.id, c.id]));
    expect(circle).toHaveLength(2);
  });

  it('is cut where there are hundreds of answers, near the mention', async () => {
    const answers: MentionEntity[] = [];
    for (let n = 0; n < 50; n++) answers.push(await answer(`s${n}`, 'a'));
    const { items, cut } = await threadOf(answers[30] as MentionEntity);
    expect(cut).toBe(true);
    expect(items.map(([id]) => id)).toEqual(answers.slice(10, 50).map(({ id }) => id));
  });

  it('is said in the detail to be there', async () => {
    const top = await post({ externalId: 'a' });
    const below = await answer('b', 'a');
    const lone = await post({ externalId: 'c' });
    const has = async ({ id }: MentionEntity) =>
      (await me.get(MentionDetail, `/mentions/${id}`)).inThread;
    expect([await has(top), await has(below), await has(lone)]).toEqual([true, true, false]);
  });
});

describe('the customer', () => {
  it('is their other mentions, a page at a time, and the tasks for them with how they ended', async () => {
    const author = await make.author();
    const self = await post({ authorId: author.id, complaint: 'complaint' });
    const others: MentionEntity[] = [];
    for (let n = 0; n < 5; n++)
      others.push(await post({ authorId: author.id, complaint: n === 0 ? 'complaint' : 'other' }));
    await post({ authorId: (await make.author()).id });
    const task = await make.task({
      monitorId: monitor.id,
      authorId: author.id,
      status: 'resolved',
      outcome: 'solved',
      note: 'Sent a new one.',
      resolvedAt: new Date(),
    });
    const path = `/mentions/${self.id}/customer`;
    const first = await me.get(CustomerView, `${path}?limit=3`);
    expect(first).toMatchObject({ mentions: 5, complaints: 2 });
    expect(first.tasks).toMatchObject([
      { id: task.id, outcome: 'solved', note: 'Sent a new one.' },
    ]);
    const second = await me.get(CustomerView, `${path}?limit=3&cursor=${first.next}`);
    expect(second.next).toBeNull();
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      others.map(({ id }) => id).toReversed(),
    );
  });

  it('is nobody where nobody is named, and a cursor of another list is refused', async () => {
    const { id } = await post();
    expect(await me.get(CustomerView, `/mentions/${id}/customer`)).toEqual({
      ...{ items: [], next: null, mentions: 0, complaints: 0, tasks: [] },
    });
    const bad = await me.send('GET', `/api/v1/mentions/${id}/customer?cursor=x`);
    expect(bad.status).toBe(400);
    expect((await me.send('GET', '/api/v1/mentions/999999/customer')).status).toBe(404);
  });
});

describe('copies', () => {
  it('are told of the first of them and of each, with the people who posted them', async () => {
    const [ann, ben] = [await make.author(), await make.author()];
    const lead = await post({ authorId: ann.id });
    const copy = await post({ authorId: ben.id, copyOf: lead.id });
    const again = await post({ authorId: ben.id, copyOf: lead.id, sourceId: elsewhere.id });
    const ofLead = await me.get(CopyList, `/mentions/${lead.id}/copies`);
    expect(ofLead).toMatchObject({ lead: null, total: 2, people: 1 });
    expect(ofLead.items.map(({ id }) => id)).toEqual([again.id, copy.id]);
    const ofCopy = await me.get(CopyList, `/mentions/${copy.id}/copies`);
    expect(ofCopy).toMatchObject({ lead: { id: lead.id }, total: 2, people: 2 });
    expect(ofCopy.items.map(({ id }) => id)).toEqual([again.id]);
    expect((await me.get(MentionDetail, `/mentions/${copy.id}`)).copyOf).toBe(lead.id);
  });
});

describe('why it was heard', () => {
  it('is the monitor, what it listens for, and the words as they stand in the text', async () => {
    const { id } = await post({ title: 'APEX', text: 'My Apex player stopped.' });
    const { matchedBecause } = await me.get(MentionDetail, `/mentions/${id}`);
    expect(matchedBecause).toEqual([
      {
        monitorId: monitor.id,
        monitor: 'Apex',
        why: 'has "apex"',
        query: { any: ['apex', 'player stopped'], all: [], none: ['film'] },
        words: ['APEX', 'Apex', 'player stopped'],
      },
    ]);
  });
});
