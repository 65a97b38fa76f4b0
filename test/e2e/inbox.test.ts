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
    await marks.getByRole('button', { name: /Sentiment/ }).click();
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

  it('loads more as one scrolls, each mention once', async () => {
    await Promise.all(Array.from({ length: 120 }, (_, n) => post({ title: `Post ${n};` })));
    const page = await earshot.enter('/inbox?sort=newest');
    await rows(page).first().waitFor();
    await vi.waitFor(async () => {
      await page.locator('.rows-end').scrollIntoViewIfNeeded();
      expect(await page.getByText('All 120 shown').count()).toBe(1);
    }, soon);
    const titles = await page.locator('.row-title').allTextContents();
    expect(new Set(titles).size).toBe(120);
  });
});
