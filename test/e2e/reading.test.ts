import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MentionDetail, ReadingCard, TenToJudge } from '../../src/api/views.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { MentionChangesStore } from '../../src/store/inbox/mention-changes.store.js';
import { ModelsStore } from '../../src/store/models.store.js';
import { TeachingRunsStore, type Claim } from '../../src/store/teaching-runs.store.js';
import { aModel } from '../support/teaching.js';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();
const { make, database } = earshot;
const other = await earshot.as('manager');
const monitor = await make.monitor({ name: 'Apex' });
const source = await make.source({ name: 'Town talk' });
const people = new MentionChangesStore(database);
const soon = { timeout: 10_000, interval: 20 };

beforeEach(() => database.query('TRUNCATE mention, model, teaching_run, rereading CASCADE'));

async function read(given: Partial<MentionEntity> = {}): Promise<string> {
  const base = { sourceId: source.id, monitorIds: [monitor.id], language: 'en' };
  const { id } = await make.mention({ ...base, ...given });
  await make.reading(id);
  return id;
}
async function serving(): Promise<void> {
  const runs = new TeachingRunsStore(database);
  await runs.ask(other.user.id);
  const claim = (await runs.claim(60)) as Claim;
  await new ModelsStore(database).keep(claim, aModel());
  await runs.end(claim, null);
}
const card = async () => (await other.get(ReadingCard, '/reading/card')).tasks[0];
const now = (id: string) => other.get(MentionDetail, `/mentions/${id}`);
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

describe('labels in the inbox', () => {
  it('are corrected by a key each, and undone by one', async () => {
    const id = await read({ title: 'Broken again' });
    const page = await earshot.enter(`/inbox/${id}`);
    await page.getByRole('heading', { name: 'Broken again' }).waitFor();
    await page.keyboard.press('c');
    await page.keyboard.press('6');
    await vi.waitFor(async () => expect((await now(id)).labels.urgency?.level).toBe('now'), soon);
    await page.getByText('Within a day').first().waitFor();
    await page.keyboard.press('c');
    await page.keyboard.press('l');
    await page.locator('input:focus').waitFor();
    await page.keyboard.type('has left and');
    await page.getByRole('option', { name: 'Has left and tells others' }).click();
    await vi.waitFor(async () => {
      expect((await now(id)).labels.leaving?.stage).toBe('left-and-telling');
    }, soon);
    await page.getByText('Corrected', { exact: true }).waitFor();
    await page.keyboard.press('u');
    await vi.waitFor(async () => expect((await now(id)).labels.leaving).toBeNull(), soon);
    expect((await now(id)).labels.urgency?.level).toBe('now');
  });

  it('of a copy say that they were said of a copy', async () => {
    const [first, copy] = [
      await read({ contentHash: 'same' }),
      await read({ contentHash: 'same' }),
    ];
    await people.correct(first, { complaint: 'other' }, other.user.id);
    const page = await earshot.enter(`/inbox/${copy}`);
    await page.getByText('on an exact copy').first().waitFor();
    await button(page, 'Take back').click();
    await vi.waitFor(async () => expect((await now(first)).corrected).toBe(false), soon);
  });
});

describe('ten to judge', () => {
  it('goes by keys, one text at a time, and says when it is done', async () => {
    await read({ text: 'It came late.' });
    await read({ text: 'It came in pieces.' });
    await read({ text: 'It came.' });
    const page = await earshot.enter('/reading');
    await page.getByRole('link', { name: 'Begin' }).click();
    await page.getByText('1 of 3').waitFor();
    const keys = { 'Is it a complaint?': 'n', 'What does the author feel about it?': '2' };
    const answers: string[] = [];
    for (let text = 1; text <= 3; text++) {
      await page.getByText(text === 1 ? '1 of 3' : `${text} of 3`).waitFor();
      const question = (await page.locator('.ten-question p').textContent()) ?? '';
      await page.keyboard.press(text === 2 ? 's' : keys[question as keyof typeof keys]);
      answers.push(question);
    }
    await page.getByRole('heading', { name: 'That is all for today' }).waitFor();
    const corrections = () => database.query<unknown[]>('SELECT FROM correction');
    await vi.waitFor(async () => expect(await corrections()).toHaveLength(2), soon);
    await page.keyboard.press('u');
    await page.getByText('3 of 3', { exact: true }).waitFor();
    await vi.waitFor(async () => expect(await corrections()).toHaveLength(1), soon);
    expect(answers.every((question) => question in keys)).toBe(true);
  });

  it('is none when there is nothing to judge', async () => {
    const page = await earshot.enter('/reading/ten');
    await page.getByRole('heading', { name: 'Nothing to judge today' }).waitFor();
    expect((await other.get(TenToJudge, '/reading/ten')).items).toEqual([]);
  });
});

describe('the card', () => {
  it('says what is missing, in words', async () => {
    const page = await earshot.enter('/inbox', { role: 'product-owner' });
    await page.getByRole('link', { name: 'Reading' }).click();
    await page.getByText('About 40 more corrections until the first lesson').waitFor();
    await page.getByText('20 more judgements of texts drawn by lot').waitFor();
    expect(await button(page, 'Learn now').count()).toBe(0);
    await button(page, 'Topics').click();
    await page.getByText('No model reads this yet').waitFor();
  });

  it('has the models learn when a manager asks, and tells how far it is', async () => {
    const page = await earshot.enter('/reading', { role: 'manager' });
    await button(page, 'Learn now').click();
    await page.getByText('The models learn as soon as a process is free').waitFor();
    const runs = new TeachingRunsStore(database);
    const claim = (await runs.claim(60)) as Claim;
    await runs.extend(claim, 60, 0.4);
    await page.getByText('40 %').waitFor();
    await runs.end(claim, null);
    await expect(page.getByText('Last learnt').waitFor()).resolves.toBeUndefined();
  });

  it('has the shipped model read again by one click, and undoes that by another', async () => {
    await serving();
    const page = await earshot.enter('/reading', { role: 'manager' });
    await page.getByText('version 1', { exact: true }).first().waitFor();
    await button(page, 'Back to the shipped model').click();
    await page.getByText('The shipped model reads now').waitFor();
    expect((await card())?.serving?.version).toBeNull();
    await button(page, /^Undo/).click();
    await page.getByText('Undone').waitFor();
    expect((await card())?.serving?.version).toBe(1);
  });

  it('fits a narrow screen', async () => {
    await serving();
    const page = await earshot.enter('/reading', { viewport: { width: 390, height: 800 } });
    await page.getByRole('heading', { name: 'Models made of corrections' }).waitFor();
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(390);
  });
});
