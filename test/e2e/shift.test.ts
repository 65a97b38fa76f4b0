import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { MentionDetail, NoteList } from '../../src/api/views.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { startEarshot } from './earshot.js';
import { PASSWORD, tabTo, withPassword } from './people.world.js';

const earshot = await startEarshot();
const { make, database } = earshot;
const other = await earshot.as('manager');
const monitor = await make.monitor({ name: 'Apex' });
const source = await make.source({ name: 'Town talk' });
const soon = { timeout: 20_000, interval: 30 };

let priority = 99;
async function post(title: string, given: Partial<MentionEntity> = {}): Promise<string> {
  const base = { sourceId: source.id, monitorIds: [monitor.id], status: 'new' as const };
  const { id } = await make.mention({ ...base, title, priority: (priority -= 1), ...given });
  await make.reading(id);
  return id;
}
const now = (id: string) => other.get(MentionDetail, `/mentions/${id}`);
const stands = (id: string, as: Partial<Awaited<ReturnType<typeof now>>>) =>
  vi.waitFor(async () => expect(await now(id)).toMatchObject(as), soon);
const shown = (page: Page, title: string) => page.getByRole('heading', { name: title }).waitFor();
const field = (page: Page) => page.locator('input:focus, textarea:focus').waitFor();

/** Nothing but the keyboard. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await tabTo(page, 'textbox', 'E-mail address');
  await page.keyboard.type(email);
  await press(page, 'Tab');
  await page.keyboard.type(PASSWORD);
  await press(page, 'Enter');
}

/** Finds something in the palette and does it. */
async function find(page: Page, words: string): Promise<void> {
  await press(page, 'Control+k');
  await field(page);
  await page.keyboard.type(words);
  await page.getByRole('button', { name: words }).first().waitFor();
  await press(page, 'Enter');
}

it('a whole shift goes without a mouse', { timeout: 240_000 }, async () => {
  const me = await withPassword(earshot, 'community-manager');
  const done = await post('Broken again');
  const snoozed = await post('Parcel is late');
  const worked = await post('Charged twice');
  const spam = await post('Buy my watches');
  const macro = await post('Wants a call');
  const bulk = [];
  for (const n of [1, 2, 3]) bulk.push(await post(`Outage in town ${n}`));
  const page = await earshot.visit('/inbox');
  await signIn(page, me.email);

  // Go through what is new, one key each.
  await page.getByText('Broken again').first().waitFor();
  await press(page, 'j');
  await shown(page, 'Broken again');
  await press(page, 'e');
  await shown(page, 'Parcel is late');
  await stands(done, { status: 'done' });
  await press(page, 's', '2');
  await shown(page, 'Charged twice');
  await stands(snoozed, { status: 'waiting' });
  expect(Date.parse((await now(snoozed)).waitingUntil ?? '')).toBeGreaterThan(Date.now());

  // Assign, label with two labels, correct, note.
  await press(page, 'a');
  await field(page);
  await page.keyboard.type(other.user.name.split(' ')[1] ?? '');
  await page.getByRole('option', { name: other.user.name }).waitFor();
  await press(page, 'Enter');
  await stands(worked, { owner: { id: other.user.id, name: other.user.name } });
  await press(page, 'l');
  await field(page);
  await page.keyboard.type('billing');
  await press(page, 'Enter');
  await page.keyboard.type('march run');
  await press(page, 'Enter', 'Enter');
  await stands(worked, { ownLabels: ['billing', 'march run'] });
  await press(page, 'c', '6');
  await vi.waitFor(async () => expect((await now(worked)).labels.urgency?.level).toBe('now'), soon);
  await press(page, 'n');
  await field(page);
  await page.keyboard.type('They sent the invoice twice.');
  await press(page, 'Control+Enter');
  await vi.waitFor(async () => {
    const { items } = await other.get(NoteList, `/mentions/${worked}/notes`);
    expect(items.map(({ text }) => text)).toEqual(['They sent the invoice twice.']);
  }, soon);
  await press(page, 'Escape', 'e');
  await stands(worked, { status: 'done' });

  // Dismiss with a reason; take it back; with the usual one.
  await shown(page, 'Buy my watches');
  await press(page, 'i', 's');
  await stands(spam, { status: 'dismissed', dismissedBecause: 'spam' });
  await press(page, 'u');
  await stands(spam, { status: 'new', dismissedBecause: null });
  await page.getByRole('listitem').filter({ hasText: 'Buy my watches' }).waitFor();
  // It comes back at the top, above the row under the cursor.
  await vi.waitFor(async () => {
    await press(page, 'k');
    expect(await page.getByRole('heading', { name: 'Buy my watches' }).isVisible()).toBe(true);
  }, soon);
  await press(page, 'i', 'i');
  await stands(spam, { status: 'dismissed', dismissedBecause: 'no-reply-needed' });

  // Search, take in all matches, finish them all at once, and take that back.
  await press(page, '/');
  await field(page);
  await page.keyboard.type('outage source:"Town talk"');
  await press(page, 'Enter');
  await page.waitForURL('**?q=outage*');
  await page.getByText('All 3 shown').waitFor();
  await press(page, '*', 'a', '*', 'a');
  await page.getByText('All 3 matches selected').waitFor();
  await press(page, 'e');
  await page.getByRole('dialog').getByRole('button', { name: 'Change 3 mentions' }).waitFor();
  await press(page, 'Enter');
  for (const id of bulk) await stands(id, { status: 'done' });
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await press(page, 'u');
  for (const id of bulk) await stands(id, { status: 'new' });

  // Keep the view, go elsewhere by the palette, and come back to it by its digit.
  await press(page, 'V');
  await field(page);
  await page.keyboard.type('Outages');
  await press(page, 'Enter');
  await page.getByRole('link', { name: 'Outages' }).waitFor();
  await find(page, 'Go to Tasks');
  await page.waitForURL('**/tasks');
  await press(page, 'g', '1');
  await page.waitForURL('**/inbox?q=outage*');
  await page.getByText('All 3 shown').waitFor();

  // A macro by its key.
  const action = { owner: 'me', status: 'doing', addLabels: ['call back'] };
  const body = { name: 'Take it and call back', key: '1', shared: true, action };
  expect((await other.send('POST', '/api/v1/macros', { body })).status).toBe(201);
  await page.reload();
  await page.getByText('All 3 shown').waitFor();
  await press(page, 'g', 'i');
  await page.getByText('Wants a call').first().waitFor();
  await press(page, 'j');
  await shown(page, 'Wants a call');
  await find(page, 'Take it and call back');
  await stands(macro, { status: 'doing', ownLabels: ['call back'] });
  expect((await now(macro)).owner?.id).toBe(me.id);

  await find(page, 'Sign out');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(
    await database.query('SELECT 1 FROM saved_view WHERE name = $1', ['Outages']),
  ).toHaveLength(1);
});
