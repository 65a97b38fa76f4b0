import type { Page } from 'playwright-core';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BulkStep } from '../../src/pipeline/bulk/bulk.step.js';
import type { Step } from '../../src/queue/step.js';
import { loadSettings } from '../../src/settings/load.js';
import { MentionDetail } from '../../src/api/views.js';
import { BulkRunsStore } from '../../src/store/inbox/bulk-runs.store.js';
import { BulkWorkStore } from '../../src/store/inbox/bulk-work.store.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { idle } from '../pipeline/bus.js';
import { startEarshot } from './earshot.js';

// Two browsers at a time, each of which loads everything anew.
vi.setConfig({ testTimeout: 120_000 });
const earshot = await startEarshot();
const { make, database } = earshot;
const other = await earshot.as('community-manager');
const monitor = await make.monitor({ name: 'Apex' });
const source = await make.source({ name: 'Town talk' });
const soon = { timeout: 15_000, interval: 20 };

const post = (given: Partial<MentionEntity>): Promise<MentionEntity> =>
  make.mention({ sourceId: source.id, monitorIds: [monitor.id], status: 'new', ...given });
const now = (id: string) => other.get(MentionDetail, `/mentions/${id}`);
const row = (page: Page, words: string) => page.locator('.row', { hasText: words }).first();

/** Opens a page that does not hear of what others do, as when two act within the same second. */
async function enterDeaf(path: string): Promise<Page> {
  const page = await earshot.enter('/settings/account');
  await page.route('**/api/v1/events', (route) => route.abort());
  await page.goto(earshot.url + path);
  return page;
}

beforeEach(() => database.query('TRUNCATE mention, bulk_run, macro CASCADE'));

describe('two browsers on the same mention', () => {
  it('both have their way where they change different things, and are told', async () => {
    const { id } = await post({ title: 'Broken again' });
    const [one, two] = [await enterDeaf(`/inbox/${id}`), await enterDeaf(`/inbox/${id}`)];
    for (const page of [one, two])
      await page.getByRole('heading', { name: 'Broken again' }).waitFor();
    await one.keyboard.press('e');
    await one.getByText('Marked as done').waitFor();
    await two.keyboard.press('l');
    await two.getByRole('combobox', { name: 'Find or create a label' }).fill('billing');
    await two.keyboard.press('Enter');
    await two.keyboard.press('Enter');
    await two.getByText('Both changes were kept').waitFor();
    await two.getByText('marked it as done, just now').waitFor();
    expect(await now(id)).toMatchObject({ status: 'done', ownLabels: ['billing'], version: 3 });
  });

  it('do not overwrite each other, and the later one can still decide', async () => {
    const { id } = await post({ title: 'Broken again' });
    const [one, two] = [await enterDeaf(`/inbox/${id}`), await enterDeaf(`/inbox/${id}`)];
    for (const page of [one, two])
      await page.getByRole('heading', { name: 'Broken again' }).waitFor();
    await one.keyboard.press('d');
    await one.getByText('Marked as doing').waitFor();
    await two.keyboard.press('e');
    const told = two.getByRole('alert').filter({ hasText: 'Someone was faster' });
    await told.getByText('marked it as doing, just now').waitFor();
    await told.getByText('Your change was not made: Marked as done.').waitFor();
    expect((await now(id)).status).toBe('doing');
    await told.getByRole('button', { name: 'Make my change now' }).click();
    await vi.waitFor(async () => expect((await now(id)).status).toBe('done'), soon);
  });

  it('take over from each other only when they say so', async () => {
    const { id } = await post({ title: 'Broken again' });
    const { version } = await now(id);
    const page = await enterDeaf(`/inbox/${id}`);
    await page.getByRole('heading', { name: 'Broken again' }).waitFor();
    await other.send('POST', `/api/v1/mentions/${id}/claim`, { body: {} });
    expect((await now(id)).version).toBe(version);
    await page.keyboard.press('d');
    const told = page.getByRole('alert').filter({ hasText: 'Somebody else has it' });
    await told.getByText(`${other.user.name} is working on it right now.`).waitFor();
    await told.getByRole('button', { name: 'Take it over' }).click();
    await vi.waitFor(async () => {
      const mention = await now(id);
      expect(mention.status).toBe('doing');
      expect(mention.claim?.by.name).toContain('Ann');
    }, soon);
  });
});

it('undo goes back step by step', async () => {
  const { id } = await post({ title: 'Broken again', priority: 90 });
  const next = await post({ title: 'Late again', priority: 50 });
  const page = await earshot.enter('/inbox');
  await row(page, 'Late again').waitFor();
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'Broken again' }).waitFor();
  await page.keyboard.press('e');
  await page.getByRole('heading', { name: 'Late again' }).waitFor();
  await page.keyboard.press('e');
  await vi.waitFor(async () => expect((await now(next.id)).status).toBe('done'), soon);
  await page.keyboard.press('u');
  await row(page, 'Late again').waitFor();
  await page.keyboard.press('u');
  await row(page, 'Broken again').waitFor();
  await vi.waitFor(async () => {
    expect((await now(id)).status).toBe('new');
    expect((await now(next.id)).status).toBe('new');
  }, soon);
});

describe('all that match', () => {
  const settings = loadSettings({});
  const work = new BulkStep(new BulkRunsStore(database), new BulkWorkStore(database), settings);
  let free: () => void = () => undefined;
  let gate = Promise.resolve();
  const gated: Step<'bulk'> = {
    queue: 'bulk',
    handle: async (payload) => {
      await gate;
      await work.handle(payload);
    },
  };
  const steps = earshot.bus.work([gated, ...idle('bulk')]);
  afterAll(() => steps);

  it('are changed in the background, which is seen, survives a reload and can be undone', async () => {
    await steps;
    gate = new Promise((resume) => (free = resume));
    await database.query(
      `INSERT INTO mention (source_id, external_id, monitor_ids, matched_because, text, content_hash,
                            occurred_at, stage, actionable_at)
       SELECT $1, 'all-' || n, ARRAY[$2::bigint], '{x}', 'Post ' || n, 'all-' || n, now(), 'triaged', now()
         FROM generate_series(1, 300) AS n`,
      [source.id, monitor.id],
    );
    const page = await earshot.enter('/inbox');
    await page.locator('.row').first().waitFor();
    await page.keyboard.press('*');
    await page.keyboard.press('a');
    await page.getByRole('button', { name: /Select all 300 matches/ }).click();
    await page.keyboard.press('e');
    const question = page.getByRole('dialog', { name: 'Change all that match?' });
    await question.getByText('Mark as done').waitFor();
    await question.getByRole('button', { name: 'Change 300 mentions' }).click();
    const run = page.getByRole('region', { name: 'A change of many mentions' });
    await run.getByText('300 mentions, about to begin').waitFor();
    await page.reload();
    await run.getByText('300 mentions, about to begin').waitFor();
    free();
    await run.getByText('300 mentions changed').waitFor();
    const count = async (status: string) => {
      const [{ n }] = await database.query<[{ n: number }]>(
        'SELECT count(*)::int AS n FROM mention WHERE status = $1',
        [status],
      );
      return n;
    };
    expect(await count('done')).toBe(300);
    await run.getByRole('button', { name: 'Undo' }).click();
    await vi.waitFor(async () => expect(await count('new')).toBe(300), soon);
    await page.locator('.row').first().waitFor();
  });
});

it('a macro makes several changes with two keys', async () => {
  const { id } = await post({ title: 'Broken again' });
  const page = await earshot.enter('/settings/macros');
  await page.getByRole('button', { name: 'New macro' }).waitFor();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'New macro' });
  await dialog.getByLabel('Name').fill('Billing');
  await dialog.getByRole('combobox', { name: 'Key, after “m”' }).click();
  await page.getByRole('option', { name: '1', exact: true }).click();
  await dialog.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Waiting' }).click();
  await dialog.getByRole('combobox', { name: 'Owner' }).click();
  await page.getByRole('option', { name: 'Whoever uses it' }).click();
  await dialog.getByRole('combobox', { name: 'Add labels' }).fill('billing');
  await page.keyboard.press('Enter');
  await dialog.getByText('Snooze for 3 days').waitFor();
  await dialog.getByText('Assign to whoever uses it').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page
    .getByText('Snooze for 3 days · Assign to whoever uses it · Add the label “billing”')
    .waitFor();
  await page.goto(`${earshot.url}/inbox/${id}`);
  await page.getByRole('heading', { name: 'Broken again' }).waitFor();
  await page.keyboard.press('m');
  await page.keyboard.press('1');
  await vi.waitFor(async () => {
    const mention = await now(id);
    expect(mention).toMatchObject({ status: 'waiting', ownLabels: ['billing'] });
    expect(mention.owner?.name).toContain('Ann');
    expect(Date.parse(mention.waitingUntil ?? '') - Date.now()).toBeGreaterThan(71 * 3_600_000);
  }, soon);
});
