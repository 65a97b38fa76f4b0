import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ProposeStep } from '../../src/pipeline/topics/propose.step.js';
import { Conflict } from '../../src/store/conflict.js';
import { ProposalListStore } from '../../src/store/proposal-list.store.js';
import { ProposalRunsStore } from '../../src/store/proposal-runs.store.js';
import { ProposalsStore } from '../../src/store/proposals.store.js';
import { TaxonomiesStore } from '../../src/store/taxonomies.store.js';
import { TopicsStore } from '../../src/store/topics.store.js';
import { openDatabase } from '../support/database.js';
import { Records } from '../support/records.js';
import { makeTaxonomy, makeTopic, WordMeanings } from '../support/topics.js';

const { database } = await openDatabase();
const make = new Records(database);
const { id: userId } = await make.user({ name: 'Ann' });
const monitor = await make.monitor({ ownAccounts: ['ours'] });
const source = await make.source({ name: 'Town talk' });
const other = await make.source({ name: 'Reviews' });
const runs = new ProposalRunsStore(database);
const proposals = new ProposalsStore(database);
const list = new ProposalListStore(database);
const topics = new TopicsStore(database);
const meanings = new WordMeanings();
afterAll(() => meanings.close());

const search = async (): Promise<void> => {
  const runId = await runs.ask(userId);
  await new ProposeStep(proposals, runs, topics, meanings).handle({ runId });
};

const VOUCHER = [
  'the voucher code was refused at the till',
  'my voucher code was refused at the till',
  'voucher code refused at the till again',
  'the till refused my voucher code again',
  'again the voucher code was refused',
  'the till refused the voucher code',
];
const OTHERS = ['they shout all night', 'no platform was announced', 'the lift smells of cabbage'];

/** Complaints, each by a customer of its own unless `authorId` says otherwise. */
async function complain(
  texts: readonly string[],
  given: Parameters<typeof make.mention>[0] | object = {},
) {
  const ids: string[] = [];
  for (const [n, text] of texts.entries()) {
    const mention = await make.mention({
      sourceId: n % 3 === 0 ? other.id : source.id,
      monitorIds: [monitor.id],
      text,
      complaint: 'complaint',
      topics: [],
      authorId: (await make.author()).id,
      ...given,
    });
    await make.reading(mention.id, { topics: [], touchpoint: 'shop' });
    ids.push(mention.id);
  }
  return ids;
}

beforeEach(async () => {
  await database.query('TRUNCATE mention CASCADE');
  await database.query('TRUNCATE topic_proposal, proposal_run, taxonomy_version');
});

describe('a pattern among complaints without a topic', () => {
  it('is proposed with its words, at least five quotes, who, where and when', async () => {
    const ids = await complain(VOUCHER);
    await complain(OTHERS);
    await search();
    const [found, ...rest] = await list.list('open');
    expect(rest).toEqual([]);
    expect(found).toMatchObject({ mentions: 6, people: 6, touchpoint: 'shop' });
    expect(found?.phrases).toContain('voucher code');
    expect(found?.name.toLowerCase()).toContain('voucher code');
    expect(found?.quotes.map(({ mentionId }) => mentionId).sort()).toEqual([...ids].sort());
    expect(found?.sources).toEqual([
      { name: 'Town talk', mentions: 4 },
      { name: 'Reviews', mentions: 2 },
    ]);
    expect(found?.weeks.reduce((sum, { mentions }) => sum + mentions, 0)).toBe(6);
    expect(await runs.latest()).toMatchObject({ looked: 9, found: 1, by: 'Ann' });
  });

  it('is none when few people say it, in old posts, with a topic, by ourselves or no complaints', async () => {
    const { id: authorId } = await make.author();
    const ours = await make.author({ handle: 'Ours' });
    await complain(VOUCHER, { authorId });
    await complain(VOUCHER, { authorId: ours.id });
    await complain(VOUCHER, { occurredAt: new Date(Date.now() - 60 * 86_400_000) });
    await complain(VOUCHER, { topics: ['a'] });
    await complain(VOUCHER, { complaint: 'other' });
    await search();
    expect(await list.list('open')).toEqual([]);
  });

  it('that is found again is the same proposal, with its numbers of now', async () => {
    await complain(VOUCHER);
    await search();
    await complain(['the voucher code was refused at the till today']);
    await search();
    expect(await list.list('open')).toMatchObject([{ mentions: 7 }]);
  });

  it('that was rejected does not come back, until that is taken back', async () => {
    await complain(VOUCHER);
    await search();
    const [{ id } = { id: '' }] = await list.list('open');
    expect(await proposals.judge(id, 'rejected', userId)).toBe(true);
    await complain(['the voucher code was refused at the till today']);
    await search();
    expect(await list.list('open')).toEqual([]);
    expect(await list.list('rejected')).toMatchObject([{ id, decidedBy: 'Ann' }]);
    await proposals.judge(id, 'open', userId);
    expect(await list.list('open')).toMatchObject([{ id, decidedBy: null }]);
    expect(await proposals.judge('999999', 'rejected', userId)).toBe(false);
  });

  it('does not show what was erased since', async () => {
    const [first = ''] = await complain(VOUCHER);
    await search();
    await database.query('UPDATE mention SET erased_at = now() WHERE id = $1', [first]);
    const [found] = await list.list('open');
    expect(found?.quotes.map(({ mentionId }) => mentionId)).not.toContain(first);
  });

  it('becomes a topic together with the saving of it, and only once', async () => {
    await complain(VOUCHER);
    await search();
    const [{ id } = { id: '' }] = await list.list('open');
    const taxonomies = new TaxonomiesStore(database);
    const save = (basedOn: number, as: 'accepted' | 'merged') =>
      taxonomies.save(
        makeTaxonomy([makeTopic('voucher')], { limit: basedOn === 0 ? 0.5 : 0.6 }),
        { basedOn, note: '', userId },
        { id, as, topic: 'voucher' },
      );
    await expect(save(5, 'accepted')).rejects.toBeInstanceOf(Conflict);
    expect(await list.list('open')).toHaveLength(1);
    expect(await save(0, 'accepted')).toBe(1);
    expect(await list.list('accepted')).toMatchObject([{ topic: 'voucher', decidedBy: 'Ann' }]);
    await expect(save(1, 'merged')).rejects.toThrow('accepted already');
    expect(await taxonomies.version()).toBe(1);
    await expect(proposals.judge(id, 'rejected', userId)).rejects.toBeInstanceOf(Conflict);
  });
});

describe('a search', () => {
  it('is made once a week, when there is something to search', async () => {
    await runs.askForWeek('2026-11-16', 3);
    expect(await runs.unfinished()).toEqual([]);
    await complain(VOUCHER);
    await Promise.all([1, 2, 3].map(() => runs.askForWeek('2026-11-16', 3)));
    const [runId = ''] = await runs.unfinished();
    expect(await runs.unfinished()).toHaveLength(1);
    await new ProposeStep(proposals, runs, topics, meanings).handle({ runId });
    await runs.askForWeek('2026-11-16', 3);
    expect(await runs.unfinished()).toEqual([]);
    expect(await runs.latest()).toMatchObject({ by: 'Earshot', found: 1 });
  });

  it('that is asked for twice is one, and run twice finds the same', async () => {
    await complain(VOUCHER);
    const runId = await runs.ask(userId);
    expect(await runs.ask(userId)).toBe(runId);
    const step = new ProposeStep(proposals, runs, topics, meanings);
    await step.handle({ runId });
    await step.handle({ runId });
    expect(await list.list('open')).toHaveLength(1);
  });

  it('uses the vectors that are stored, and makes those that are missing', async () => {
    const ids = await complain(VOUCHER);
    const [meaning] = await meanings.of([VOUCHER[0] ?? '']);
    await database.query('UPDATE reading SET vector = $1 WHERE mention_id = $2', [
      Buffer.from(meaning?.sentence ?? []),
      ids[0],
    ]);
    meanings.asked = 0;
    await search();
    expect(meanings.asked).toBe(VOUCHER.length - 1);
    expect(await list.list('open')).toHaveLength(1);
  });
});
