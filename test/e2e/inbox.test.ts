import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MentionDetail } from '../../src/api/views.js';
import { announce } from '../../src/store/changes.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();
const { make, database } = earshot;
const other = await earshot.as('community-manager');
const monitor = await make.monitor({ name: 'Apex' });
const source = await make.source({ name: 'Town talk' });

const post = (given: Partial<MentionEntity>): Promise<MentionEntity> =>
  make.mention({ sourceId: source.id, monitorIds: [monitor.id], status: 'new', ...given });
const now = (id: string) => other.get(MentionDetail, `/mentions/${id}`);
const rows = (page: Page) => page.getByRole('list', { name: 'Mentions' }).getByRole('listitem');
const row = (page: Page, words: string) => rows(page).filter({ hasText: words });
const soon = { timeout: 10_000, interval: 20 };
const LIST = `document.querySelector('.list-scroll')`;
/** Gives the rows that are drawn, each with its place, and scrolls on. */
const SCROLL_ON = `(() => {
  const rows = [...${LIST}.querySelectorAll('li')];
  ${LIST}.scrollTop += 300;
  return rows.map((row) => [row.querySelector('.row-title').textContent, row.ariaPosInSet]);
})()`;

beforeEach(() => database.query('TRUNCATE mention CASCADE'));

describe('triage by keyboard', () => {
  it('goes through the mentions, most pressing first, and each key does its work', async () => {
    const first = await post({ title: 'Broken again', priority: 90 });
    const second = await post({ title: 'Late again', priority: 50 });
    await make.reading(second.id);
    const page = await earshot.enter('/inbox');
    await row(page, 'Late again').waitFor();
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Broken again' }).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Late again' }).waitFor();
    await row(page, 'Broken again').waitFor({ state: 'detached' });
    await vi.waitFor(async () => expect((await now(first.id)).status).toBe('done'), soon);
    await page.keyboard.press('u');
    await row(page, 'Broken again').waitFor();
    await vi.waitFor(async () => expect((await now(first.id)).status).toBe('new'), soon);
    await page.keyboard.press('c');
    await page.keyboard.press('n');
    await vi.waitFor(async () => expect((await now(second.id)).complaint).toBe('other'), soon);
    await page.getByText('Corrected', { exact: true }).waitFor();
    await page.keyboard.press('u');
    await vi.waitFor(async () => expect((await now(second.id)).corrected).toBe(false), soon);
  });

  it('shows its rows again to whoever comes back to it', async () => {
    await post({ title: 'Broken again' });
    const page = await earshot.enter('/inbox');
    await row(page, 'Broken again').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL('**/tasks');
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await row(page, 'Broken again').waitFor();
    expect(await rows(page).count()).toBe(1);
  });

  it('lists every key, and leaves letters alone while one writes', async () => {
    const { id } = await post({ title: 'Broken again' });
    const page = await earshot.enter(`/inbox/${id}`);
    await page.getByRole('heading', { name: 'Broken again' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('jet d?');
    await page.waitForURL('**?q=jet+d%3F');
    expect((await now(id)).status).toBe('new');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Next mention').waitFor();
  });
});

describe('a mention', () => {
  it('shows the words behind a label when one asks for them', async () => {
    const { id } = await post({
      text: 'It stopped working, so it stopped.',
      complaint: 'complaint',
    });
    await make.reading(id, {
      evidence: [
        { for: 'complaint', quote: 'stopped working' },
        { for: 'sentiment', quote: 'so it stopped' },
      ],
    });
    const page = await earshot.enter(`/inbox/${id}`);
    await vi.waitFor(async () => {
      expect(await page.locator('mark').allTextContents()).toContain('stopped working');
    }, soon);
    const marks = page.getByRole('group', { name: 'Mark the words behind' });
    await marks.getByRole('button', { name: /Complaint/ }).click();
    await marks.getByRole('button', { name: /Feeling/ }).click();
    expect(await page.locator('.text mark').allTextContents()).toEqual(['so it stopped']);
    expect(await page.locator('.text').textContent()).toBe('It stopped working, so it stopped.');
  });

  it('is text, whatever stands in it', async () => {
    const author = await make.author({ name: '<b>Jane</b>', url: 'javascript:alert(1)' });
    const evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
    const { id } = await post({
      title: evil,
      text: `${evil} apex`,
      authorId: author.id,
      url: 'https://forum.example/1',
    });
    const page = await earshot.enter(`/inbox/${id}`);
    await page.getByRole('heading', { name: evil }).waitFor();
    await page.getByText('<b>Jane</b>').first().waitFor();
    expect(await page.evaluate("'hit' in window")).toBe(false);
    expect(await page.locator('article img, article script').count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    const out = page.locator('a[href="https://forum.example/1"]').first();
    expect(await out.getAttribute('rel')).toBe('noopener nofollow ugc');
  });
});

describe('several people', () => {
  it('are told when somebody was faster, and nothing is overwritten', async () => {
    const { id } = await post({ title: 'Broken again' });
    const page = await earshot.enter('/settings');
    await page.route('**/api/v1/events', (route) => route.abort());
    await page.goto(`${earshot.url}/inbox/${id}`);
    await page.getByRole('heading', { name: 'Broken again' }).waitFor();
    const body = { status: 'doing', version: 1 };
    expect((await other.send('PATCH', `/api/v1/mentions/${id}`, { body })).status).toBe(200);
    await page.keyboard.press('i');
    await page.keyboard.press('i');
    await page.getByText('Someone was faster').waitFor();
    expect((await now(id)).status).toBe('doing');
  });

  it('see new mentions announced, not moved under their cursor', async () => {
    await post({ title: 'Old one', priority: 10 });
    const page = await earshot.enter('/inbox');
    await row(page, 'Old one').waitFor();
    const { id } = await post({ title: 'Fresh one', priority: 99 });
    await announce(database, 'mentions', [id]);
    const bar = page.getByRole('button', { name: '1 new' });
    await bar.waitFor();
    expect(await row(page, 'Fresh one').count()).toBe(0);
    await page.keyboard.press('.');
    await row(page, 'Fresh one').waitFor();
    expect(await rows(page).first().textContent()).toContain('Fresh one');
  });

  it('are told when what they see may be old', async () => {
    const page = await earshot.enter('/settings');
    await page.route('**/api/v1/events', (route) => route.abort());
    await page.goto(`${earshot.url}/inbox`);
    await expect(
      page.getByText('The connection to Earshot is lost.').waitFor(),
    ).resolves.toBeUndefined();
  });
});

describe('a view', () => {
  it('is its address', async () => {
    await post({ title: 'Sure one', complaint: 'complaint', topics: ['late'] });
    await post({ title: 'Other one', complaint: 'other' });
    const page = await earshot.enter('/inbox');
    await row(page, 'Other one').waitFor();
    await page.getByRole('button', { name: 'Complaint', exact: true }).click();
    await page.getByRole('option', { name: 'Complaint', exact: true }).click();
    await row(page, 'Other one').waitFor({ state: 'detached' });
    const again = await earshot.enter(new URL(page.url()).pathname + new URL(page.url()).search);
    await row(again, 'Sure one').waitFor();
    expect(await row(again, 'Other one').count()).toBe(0);
  });

  it('opens from an old link, with whatever it holds that is not known any more', async () => {
    await post({ title: 'Sure one' });
    const page = await earshot.enter('/inbox?status=snoozed&sort=loudest&colour=red');
    await row(page, 'Sure one').waitFor();
    await expect(
      page.getByRole('button', { name: /^New/, pressed: true }).waitFor(),
    ).resolves.toBeUndefined();
  });

  it('can be one of those that everyone has, with its number', async () => {
    await post({ title: 'Late one', dueAt: new Date(Date.now() - 7_200_000) });
    await post({ title: 'Calm one', dueAt: new Date(Date.now() + 7_200_000) });
    const page = await earshot.enter('/inbox');
    await row(page, 'Late one').getByText('Overdue 2 h').waitFor();
    await row(page, 'Calm one').getByText('Due in').waitFor();
    await page.getByRole('button', { name: 'Overdue 1' }).click();
    await row(page, 'Calm one').waitFor({ state: 'detached' });
    await expect(row(page, 'Late one').waitFor()).resolves.toBeUndefined();
  });

  it('shows what waits by when it comes back', async () => {
    const hour = (n: number): Date => new Date(Date.now() + n * 3_600_000);
    await post({ title: 'Much later', status: 'waiting', waitingUntil: hour(200) });
    await post({ title: 'Soon back', status: 'waiting', waitingUntil: hour(1) });
    const page = await earshot.enter('/inbox');
    await page
      .getByRole('button', { name: /^Waiting/ })
      .first()
      .click();
    await row(page, 'Soon back').waitFor();
    expect(await rows(page).first().textContent()).toContain('Soon back');
    expect(await rows(page).first().textContent()).toMatch(/Back (today|tomorrow)/);
  });

  it('is kept under a name, opens by its digit, is renamed, shared and had back', async () => {
    await post({ title: 'Sure one', complaint: 'complaint' });
    await post({ title: 'Other one', complaint: 'other' });
    const page = await earshot.enter('/inbox?complaint=complaint');
    await row(page, 'Sure one').waitFor();
    await page.keyboard.press('V');
    await page.getByRole('textbox', { name: 'Name' }).fill('Complaints only');
    await page.keyboard.press('Enter');
    const view = page.getByRole('link', { name: 'Complaints only' });
    await view.waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await row(page, 'Other one').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('1');
    await row(page, 'Other one').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Share it with everyone' }).click();
    await page.getByText('Everyone sees this view now').waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Remove the view' }).click();
    await view.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(view.waitFor()).resolves.toBeUndefined();
  });
});

describe('the search field', () => {
  it('says how a query is understood, and a part of it is taken out by a click', async () => {
    await post({ title: 'Broken again' });
    await post({ title: 'Late again' });
    const page = await earshot.enter('/inbox?q=again+-late');
    await row(page, 'Broken again').waitFor();
    expect(await row(page, 'Late again').count()).toBe(0);
    await page.getByRole('button', { name: 'Take out: -late' }).click();
    await row(page, 'Late again').waitFor();
    await expect(page.waitForURL('**/inbox?q=again')).resolves.toBeUndefined();
  });

  it('says what to write instead of what it cannot read, and keeps the list meanwhile', async () => {
    await post({ title: 'Broken again' });
    const page = await earshot.enter('/inbox');
    await row(page, 'Broken again').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('statsu:new');
    await page.getByRole('button', { name: 'Write status:new' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await row(page, 'Broken again').count()).toBe(1);
    await page.getByRole('button', { name: 'Write status:new' }).click();
    await expect(page.waitForURL('**/inbox?q=status%3Anew')).resolves.toBeUndefined();
  });

  it('of an address that cannot be read says so in place of the list', async () => {
    await post({ title: 'Broken again' });
    const page = await earshot.enter('/inbox?q=statsu%3Anew');
    await page.getByText('This search cannot be read').waitFor();
    await page.getByRole('button', { name: 'Write status:new' }).click();
    await expect(row(page, 'Broken again').waitFor()).resolves.toBeUndefined();
  });

  it('completes fields and values by keyboard', async () => {
    await post({ title: 'Broken again' });
    const page = await earshot.enter('/inbox');
    await row(page, 'Broken again').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('sour');
    await page.getByRole('option', { name: /^source:/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /Town talk/ }).waitFor();
    await page.keyboard.press('Enter');
    await expect(page.waitForURL('**/inbox?q=source%3A%22Town*')).resolves.toBeUndefined();
  });
});

describe('the list', () => {
  it('loads more as one scrolls, each mention once, and draws only what is in view', async () => {
    await Promise.all(Array.from({ length: 120 }, (_, n) => post({ title: `Post ${n};` })));
    const page = await earshot.enter('/inbox?sort=newest');
    await rows(page).first().waitFor();
    const places = new Map<string, string>();
    await vi.waitFor(async () => {
      const seen = await page.evaluate<[string, string][]>(SCROLL_ON);
      for (const [title, place] of seen) places.set(title, place);
      expect(places.size).toBe(120);
    }, soon);
    expect(await page.getByText('All 120 shown').count()).toBe(1);
    expect(new Set(places.values()).size).toBe(120);
    expect(await rows(page).count()).toBeLessThan(40);
  });

  it('keeps the keyboard on the row under the cursor, wherever one scrolls', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, n) => post({ title: `Post ${n};` })));
    const page = await earshot.enter('/inbox?sort=newest');
    await rows(page).first().waitFor();
    await page.keyboard.press('j');
    await page.locator('.row-link:focus').waitFor();
    const first = await page.locator('.row-link:focus').getAttribute('data-mention');
    await page.evaluate(`${LIST}.scrollTop = 9000`);
    await page.locator('[aria-posinset="60"]').waitFor();
    expect(await page.locator('.row-link:focus').getAttribute('data-mention')).toBe(first);
    await page.keyboard.press('j');
    await vi.waitFor(async () => {
      const now = page.locator('.row-link:focus');
      expect(await now.getAttribute('data-mention')).not.toBe(first);
      expect(await page.evaluate<number>(`${LIST}.scrollTop`)).toBeLessThan(300);
    }, soon);
  });

  it('goes by one pane, too: o opens, Escape steps back to the same row', async () => {
    await post({ title: 'First one', priority: 90 });
    await post({ title: 'Second one', priority: 50 });
    const page = await earshot.enter('/inbox');
    await row(page, 'First one').waitFor();
    await page.keyboard.press('p');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.locator('.row-link:focus').getByText('Second one').waitFor();
    expect(new URL(page.url()).pathname).toBe('/inbox');
    await page.keyboard.press('o');
    await page.getByRole('heading', { name: 'Second one' }).waitFor();
    expect(await rows(page).first().isVisible()).toBe(false);
    await page.keyboard.press('Escape');
    await expect(
      page.locator('.row-link:focus').getByText('Second one').waitFor(),
    ).resolves.toBeUndefined();
  });

  it('shows the four clocks and the reasons of a row on hover and by key', async () => {
    const reasons = [{ text: 'Thinking of leaving', points: 14 }];
    await post({ title: 'First one', reasons, publishedAt: new Date(Date.now() - 3_600_000) });
    const page = await earshot.enter('/inbox');
    const card = page.locator('.row-hint');
    await row(page, 'First one').locator('time').hover();
    await card.getByText('Could be acted on').waitFor();
    await page.mouse.move(5, 5);
    await card.waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.keyboard.press('t');
    await card.getByText('Thinking of leaving').waitFor();
    await page.keyboard.press('Escape');
    await expect(card.waitFor({ state: 'detached' })).resolves.toBeUndefined();
  });

  it('opens the copies that are folded under a row by a key', async () => {
    const first = await post({ title: 'Copied one', contentHash: 'same' });
    const elsewhere = await make.source({ name: 'Mirror' });
    await post({
      title: 'Copied one',
      contentHash: 'same',
      sourceId: elsewhere.id,
      copyOf: first.id,
    });
    const page = await earshot.enter('/inbox');
    await row(page, 'Copied one').getByText('+1 copy').waitFor();
    expect(await rows(page).count()).toBe(1);
    await page.keyboard.press('j');
    await page.keyboard.press('f');
    await expect(
      page.getByRole('list', { name: 'Copies' }).getByText('Mirror').waitFor(),
    ).resolves.toBeUndefined();
  });

  it('shows what there is to those who may only read, and no way to change it', async () => {
    await post({ title: 'First one' });
    const page = await earshot.enter('/inbox', { role: 'read-only' });
    await row(page, 'First one').waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Next mention').waitFor();
    expect(await page.getByRole('dialog').getByText('Snooze …').count()).toBe(0);
  });
});
