import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MentionDetail, NoteList, NoteView } from '../../src/api/views.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { RechecksStore } from '../../src/store/rechecks.store.js';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();
const { make, database } = earshot;
const other = await earshot.as('community-manager');
const monitor = await make.monitor({ name: 'Apex', any: ['apex'], ownAccounts: ['apexcare'] });
const source = await make.source({ name: 'Town talk', kind: 'town-forum' });
const soon = { timeout: 10_000, interval: 20 };

beforeEach(() => database.query('TRUNCATE mention, task, author CASCADE'));

const post = (given: Partial<MentionEntity> = {}): Promise<MentionEntity> =>
  make.mention({ sourceId: source.id, monitorIds: [monitor.id], title: 'Broken', ...given });
const open = async (
  { id }: MentionEntity,
  options: Parameters<typeof earshot.enter>[1] = {},
): Promise<Page> => {
  const page = await earshot.enter(`/inbox/${id}?status=all`, options);
  await page.getByRole('heading', { name: 'How it reads' }).waitFor();
  return page;
};
const detail = ({ id }: MentionEntity) => other.get(MentionDetail, `/mentions/${id}`);
const notes = async ({ id }: MentionEntity) =>
  (await other.get(NoteList, `/mentions/${id}/notes`)).items;
const part = (page: Page, name: string) =>
  page.locator('article section', { has: page.getByRole('heading', { name, exact: true }) });
const field = (page: Page) => page.getByRole('textbox', { name: /Write a note/ });

describe('the text', () => {
  it('marks the evidence of each label by one key, and what shares its words keeps both', async () => {
    const mention = await post({ text: 'My Apex stopped working today.' });
    await make.reading(mention.id, {
      evidence: [
        { for: 'complaint', quote: 'stopped working' },
        { for: 'topic:breakdown', quote: 'Apex stopped' },
      ],
    });
    const page = await open(mention);
    const marked = () => page.locator('.text > mark').allTextContents();
    await vi.waitFor(async () => expect(await marked()).toEqual(['stopped working']), soon);
    await page.keyboard.press('3');
    await vi.waitFor(
      async () => expect(await marked()).toEqual(['Apex ', 'stopped', ' working']),
      soon,
    );
    const both = page.locator('.text > mark', { hasText: /^stopped$/ });
    expect(await both.locator('mark').count()).toBe(1);
    await both.hover();
    await page.getByText('Topic: Breaks down, 70 %').waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('3');
    await page.keyboard.press('9');
    await vi.waitFor(async () => expect(await marked()).toEqual(['Apex']), soon);
    expect(await page.locator('.text').textContent()).toBe('My Apex stopped working today.');
    await page.reload();
    await vi.waitFor(async () => expect(await marked()).toEqual(['Apex']), soon);
  });

  it('is folded when it is long, and lets each line have its own direction', async () => {
    const page = await open(await post({ text: `${'word '.repeat(600)}\nتوقف جهاز Apex` }));
    const all = page.getByRole('button', { name: /Show the whole text/ });
    await all.click();
    await page.getByRole('button', { name: 'Fold the text' }).waitFor();
    const bidi = await page.locator('.text').evaluate((text) => getComputedStyle(text).unicodeBidi);
    expect(bidi).toBe('plaintext');
  });
});

describe('notes', () => {
  it('are written by keyboard, call people, and show their links as what they are', async () => {
    const mention = await post();
    const page = await open(mention);
    await page.keyboard.press('n');
    await page.keyboard.type(`Ask @${other.user.name.slice(0, 9)}`);
    await page.getByRole('option', { name: other.user.name }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('about https://crm.example/1 <img src=x onerror=alert(1)>');
    await page.keyboard.press('Control+Enter');
    const note = page.locator('.note');
    await note.getByText('onerror=alert(1)').waitFor();
    const text = `Ask @${other.user.name} about https://crm.example/1 <img src=x onerror=alert(1)>`;
    expect(await note.locator('.note-text').textContent()).toBe(text);
    expect(await note.locator('img').count()).toBe(0);
    const link = note.getByRole('list', { name: 'Attachments, by link' }).getByRole('link');
    expect(await link.textContent()).toBe('crm.example');
    expect(await link.getAttribute('rel')).toBe('noopener nofollow ugc');
    expect(await field(page).inputValue()).toBe('');
    expect((await notes(mention))[0]?.calls).toMatchObject([{ id: other.user.id }]);
  });

  it('outlast a reload and a save that fails', async () => {
    const mention = await post();
    const page = await open(mention);
    await field(page).fill('Half a thought');
    await page.reload();
    await page.getByRole('heading', { name: 'How it reads' }).waitFor();
    expect(await field(page).inputValue()).toBe('Half a thought');
    await page.route('**/notes', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await field(page).press('Control+Enter');
    await page.getByText(/Not saved:/).waitFor();
    expect(await field(page).inputValue()).toBe('Half a thought');
    await page.unroute('**/notes');
    await field(page).press('Control+Enter');
    await vi.waitFor(async () => expect(await notes(mention)).toHaveLength(1), soon);
    await vi.waitFor(async () => expect(await field(page).inputValue()).toBe(''), soon);
  });

  it('come by themselves, can be changed by who wrote them, and deleted', async () => {
    const mention = await post();
    const page = await open(mention);
    const body = { text: 'From another desk' };
    await other.ask(NoteView, 'POST', `/mentions/${mention.id}/notes`, { body });
    const theirs = page.locator('.note', { hasText: 'From another desk' });
    await theirs.waitFor();
    expect(await theirs.getByRole('button').count()).toBe(0);
    await field(page).fill('Mine');
    await field(page).press('Control+Enter');
    const mine = page.locator('.note', { hasText: 'Ann the community-manager' });
    await mine.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Edit the note' }).fill('Mine, better');
    await page.keyboard.press('Control+Enter');
    await mine.getByText('Mine, better').waitFor();
    await mine.getByText('One version before').waitFor();
    await mine.getByRole('button', { name: 'Delete' }).click();
    await mine.getByRole('button', { name: 'Delete it for good' }).click();
    await mine.getByText('This note was deleted.').waitFor();
    await part(page, 'History').getByText('deleted a note').waitFor();
  });
});

describe('whether it still stands', () => {
  it('is asked by a button, and told when the place has answered', async () => {
    const mention = await post({ url: 'https://town.example/post/1' });
    const page = await open(mention);
    await page.getByText(/not looked up since/).waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText(/Asking the place/).waitFor();
    const look = { why: null, gone: false, missedAt: null, recheckAt: null } as const;
    const store = new RechecksStore(database);
    await store.conclude([{ id: mention.id, look: 'there', ...look }]);
    await page.getByText(/Standing, seen/).waitFor();
    await store.conclude([{ id: mention.id, look: 'untold', ...look, why: 'it answered 500' }]);
    await page.reload();
    const told = page.getByText(/The place could not tell/);
    expect(await told.textContent()).toContain('it answered 500');
  });

  it('is not asked of places that cannot tell', async () => {
    const feed = await make.source();
    const page = await open(await post({ sourceId: feed.id }));
    await page.getByText('This kind of place cannot be asked for one post.').waitFor();
    expect(await page.getByRole('button', { name: 'Check now' }).count()).toBe(0);
  });
});

describe('what stands around it', () => {
  it('is its thread, its author’s earlier words and tasks, and why it is here', async () => {
    const jane = await make.author({ name: 'Jane' });
    const us = await make.author({ handle: 'apexcare', name: 'Apex Care' });
    const top = await post({ externalId: 'a', title: 'Who else?' });
    const mention = await post({ externalId: 'b', parentExternalId: 'a', authorId: jane.id });
    await post({ externalId: 'c', parentExternalId: 'b', authorId: us.id, title: 'We are sorry' });
    for (let n = 0; n < 12; n++) await post({ authorId: jane.id, title: `Before ${n}` });
    const given = { status: 'resolved', outcome: 'solved', resolvedAt: new Date() } as const;
    await make.task({ monitorId: monitor.id, authorId: jane.id, topic: 'late', ...given });
    const page = await open(mention);
    const posts = part(page, 'Thread').getByRole('listitem');
    await posts.nth(2).waitFor();
    expect(await posts.nth(1).getAttribute('aria-current')).toBe('true');
    expect(await posts.nth(2).textContent()).toContain('ours');
    const customer = part(page, 'This customer');
    await customer.getByText('12 other mentions here, no complaint among all, 1 task').waitFor();
    await customer.getByRole('link', { name: /Comes late.*Solved/ }).waitFor();
    await customer.getByRole('button', { name: 'Show more' }).click();
    await customer.getByText('Before 0', { exact: true }).waitFor();
    await part(page, 'Why it is here').getByText('What it listens for').click();
    await part(page, 'Why it is here').getByText('“apex”').waitFor();
    await posts.nth(0).getByRole('link').click();
    await page.waitForURL(`**/inbox/${top.id}?status=all`);
  });

  it('is what was filtered out, in numbers, with a way to see what is kept', async () => {
    await post({ marks: ['ours'], title: 'From us', publishedAt: new Date() });
    await post({
      title: 'Spam',
      status: 'dismissed',
      dismissedBecause: 'spam',
      publishedAt: new Date(),
    });
    await make.poll({ sourceId: source.id, items: 40, matched: 3, stored: 1 });
    const page = await open(await post({ title: 'Another', publishedAt: new Date() }));
    await page.getByRole('link', { name: 'What was filtered out' }).click();
    const row = page.getByRole('row', { name: /Town talk/ });
    await row.getByRole('cell', { name: '37', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Days of Town talk' }).click();
    expect(await page.getByRole('row').count()).toBe(3);
    const ours = page.getByRole('listitem').filter({ hasText: 'Written by our own accounts' });
    await ours.getByRole('link', { name: 'See them' }).click();
    const rows = page.getByRole('list', { name: 'Mentions' }).getByRole('listitem');
    await vi.waitFor(async () => expect(await rows.count()).toBe(1), soon);
    expect(await rows.first().textContent()).toContain('From us');
  });
});

describe('working on it', () => {
  it('is claimed, taken over from whoever has it, and let go', async () => {
    const mention = await post();
    const page = await open(mention);
    await page.getByRole('button', { name: 'Claim' }).click();
    await page.getByText(/You are on it until/).waitFor();
    await page.getByRole('button', { name: 'Let go' }).click();
    await page.getByRole('button', { name: 'Claim' }).waitFor();
    await vi.waitFor(async () => expect((await detail(mention)).claim).toBeNull(), soon);
    await other.ask(MentionDetail, 'POST', `/mentions/${mention.id}/claim`, { body: {} });
    await page.getByText(new RegExp(`${other.user.name} is on it until`)).waitFor();
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByText(/You are on it until/).waitFor();
  });

  it('asks until when it waits, and why it is dismissed', async () => {
    const mention = await post();
    const page = await open(mention);
    const status = page.getByRole('group', { name: 'Status' }).last();
    await status.getByRole('button', { name: 'Waiting' }).click();
    await page.getByRole('dialog').getByText('Snooze until').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await status.getByRole('button', { name: 'Dismissed' }).click();
    await page.getByRole('dialog').getByText('Dismiss because').waitFor();
    await page.getByRole('dialog').getByText('Spam', { exact: true }).click();
    await vi.waitFor(
      async () => expect((await detail(mention)).dismissedBecause).toBe('spam'),
      soon,
    );
  });

  it('is not offered to those who only read', async () => {
    const mention = await post();
    const body = { text: 'For all to read' };
    await other.ask(NoteView, 'POST', `/mentions/${mention.id}/notes`, { body });
    const page = await open(mention, { role: 'read-only' });
    await page.getByText('For all to read').waitFor();
    const bar = page.locator('.mention-bar');
    expect(await bar.getByRole('button').filter({ visible: true }).count()).toBe(0);
    expect(await field(page).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Check now' }).count()).toBe(0);
    await page.keyboard.press('n');
    await page.keyboard.press('c');
    expect(await page.getByText('Is it a complaint?').count()).toBe(0);
  });
});

describe('what is gone', () => {
  it('says so, and of what was erased nothing is left to do but to read the notes’ names', async () => {
    const mention = await post({ title: null, text: '', goneAt: new Date(), erasedAt: new Date() });
    const page = await open(mention);
    await page.getByText(/its text and author were erased here/).waitFor();
    expect(await page.getByRole('region', { name: 'Text', exact: true }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Correct a label' }).count()).toBe(0);
    expect(await field(page).count()).toBe(0);
  });

  it('is told of a mention that is not there, with a way back', async () => {
    const page = await earshot.enter('/inbox/999999?status=all', {
      viewport: { width: 390, height: 800 },
    });
    await page.getByText('This mention could not be loaded').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('There is no such mention.');
  });
});
