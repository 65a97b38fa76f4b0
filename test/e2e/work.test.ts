import { describe, expect, it, vi } from 'vitest';
import { SourceList, TaskDetail } from '../../src/api/views.js';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();
const { make } = earshot;
const other = await earshot.as('manager');
const monitor = await make.monitor({ name: 'Apex' });
const soon = { timeout: 10_000, interval: 20 };

describe('a task', () => {
  it('is claimed and resolved with its outcome, by keyboard', async () => {
    const author = await make.author({ name: 'Jane Doe' });
    const { id } = await make.task({
      monitorId: monitor.id,
      authorId: author.id,
      topic: 'late',
      reasons: [{ text: 'a complaint (90 % sure)', points: 49 }],
    });
    const task = () => other.get(TaskDetail, `/tasks/${id}`);
    const page = await earshot.enter('/tasks');
    await page.getByText('Jane Doe: Comes late').first().waitFor();
    await page.keyboard.press('j');
    await page.getByRole('button', { name: /^Claim a/ }).waitFor();
    await page.keyboard.press('a');
    await page.getByText('Yours', { exact: true }).waitFor();
    expect(await task()).toMatchObject({ status: 'claimed' });
    await page.keyboard.press('e');
    await page.getByRole('radio', { name: /^Solved/ }).check();
    await page.getByLabel('Note').fill('Sent a new one.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Sent a new one.', { exact: true }).waitFor();
    expect(await task()).toMatchObject({ status: 'resolved', outcome: 'solved' });
  });

  it('says so when another has claimed it first', async () => {
    const { id } = await make.task({ monitorId: monitor.id });
    const page = await earshot.enter('/settings');
    await page.route('**/api/v1/events', (route) => route.abort());
    await page.goto(`${earshot.url}/tasks/${id}`);
    await page.getByRole('button', { name: /^Claim a/ }).waitFor();
    await other.send('POST', `/api/v1/tasks/${id}/claim`, { body: { version: 1 } });
    await page.keyboard.press('a');
    await page.getByText('Not changed: you now see it as it is').waitFor();
    await expect(page.getByText(`${other.user.name} has it`).waitFor()).resolves.toBeUndefined();
  });
});

describe('a source', () => {
  it('is tested, added, paused and removed', async () => {
    const places = async () => (await other.get(SourceList, '/sources')).items;
    const page = await earshot.enter('/sources', { role: 'manager' });
    await page.getByRole('button', { name: 'Add the first source' }).click();
    await page.getByLabel('Address of the place').fill('forum.example/talk');
    await page.keyboard.press('Enter');
    await page.getByText('23 posts in the last week').waitFor();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('rowheader', { name: /Town talk/ }).waitFor();
    expect(await places()).toMatchObject([
      { name: 'Town talk', url: 'https://forum.example/talk', state: 'never-tried' },
    ]);
    await page.getByRole('button', { name: 'More for Town talk' }).click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await page.getByRole('cell', { name: /^Paused/ }).waitFor();
    await page.getByRole('button', { name: 'More for Town talk' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await vi.waitFor(async () => expect(await places()).toEqual([]), soon);
  });

  it('is for managers to change: others are not offered it', async () => {
    await make.source({ name: 'Market square' });
    const page = await earshot.enter('/sources', { role: 'read-only' });
    await page.getByRole('rowheader', { name: /Market square/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Add a source' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^More for/ }).count()).toBe(0);
  });
});

describe('a monitor', () => {
  it('is written as words, and changed', async () => {
    const page = await earshot.enter('/monitors', { role: 'manager' });
    await page.getByRole('heading', { name: 'Monitors' }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Zen');
    const any = page.getByRole('combobox', { name: 'Any of these words or phrases' });
    await any.fill('zen phone');
    await any.press('Enter');
    await any.fill('zenphone');
    await page.getByRole('button', { name: 'Save' }).click();
    const card = page.getByRole('listitem').filter({ hasText: 'Zen' });
    await card.getByText('zen phone').waitFor();
    await expect(card.getByText('zenphone').waitFor()).resolves.toBeUndefined();
  });
});
