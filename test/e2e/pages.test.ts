import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { CoverageEntity } from '../../src/store/entities/coverage.entity.js';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();
const { make, database } = earshot;

const monitor = await make.monitor({ name: 'Apex' });
const hour = (ago: number) => new Date((Math.floor(Date.now() / 3_600_000) - ago) * 3_600_000);
const source = await make.source({
  name: 'Town talk',
  createdAt: hour(1),
  lastPolledAt: new Date(),
  lastAnsweredAt: new Date(),
  nextPollAt: hour(-2),
});
const heard = { sourceId: source.id, observedSeconds: 3600 };
await database.getRepository(CoverageEntity).save([
  { ...heard, hour: hour(1) },
  { ...heard, hour: hour(0) },
]);
await make.poll({ sourceId: source.id });
const author = await make.author({ name: 'Jane Doe' });
const base = { sourceId: source.id, monitorIds: [monitor.id], authorId: author.id };
const mention = await make.mention({
  ...base,
  title: 'Broken again',
  url: 'https://forum.example/1',
  complaint: 'complaint',
  sentiment: 'negative',
  topics: ['breakdown', 'late'],
  priority: 90,
  reasons: [{ text: 'a complaint (90 % sure)', points: 49 }],
});
await make.reading(mention.id);
await make.mention({ ...base, complaint: 'complaint', topics: ['breakdown'] });
const task = await make.task({ monitorId: monitor.id, authorId: author.id, topic: 'late' });
await database.query('UPDATE mention SET task_id = $1', [task.id]);

const PAGES: readonly { path: string; shows: (page: Page) => Promise<void> }[] = [
  { path: '/inbox', shows: (page) => page.getByText('Broken again').first().waitFor() },
  {
    path: `/inbox/${mention.id}`,
    shows: (page) => page.getByRole('heading', { name: 'Broken again' }).waitFor(),
  },
  { path: '/tasks', shows: (page) => page.getByText('Jane Doe: Comes late').first().waitFor() },
  {
    path: `/tasks/${task.id}`,
    shows: (page) => page.getByText('What the customer said').first().waitFor(),
  },
  {
    path: '/topics',
    shows: (page) => page.locator('.topic-chart circle').first().waitFor(),
  },
  {
    path: '/sources',
    shows: (page) => page.getByRole('rowheader', { name: /Town talk/ }).waitFor(),
  },
  {
    path: `/sources/${source.id}`,
    shows: (page) => page.getByRole('heading', { name: 'Poll log' }).waitFor(),
  },
  { path: '/monitors', shows: (page) => page.getByRole('heading', { name: 'Apex' }).waitFor() },
  {
    path: '/settings/operation',
    shows: (page) => page.getByRole('heading', { name: 'Operation' }).waitFor(),
  },
];

/** Run in the page: how far it is wider than the window, and what assistive technology cannot name. */
const OVERFLOW = 'Math.max(0, document.documentElement.scrollWidth - innerWidth)';
const NAMELESS = `[...document.querySelectorAll('button, a[href], input:not([type=hidden])')]
  .filter((one) => ![one, ...(one.labels ?? [])].some(({ textContent }) => textContent.trim() !== ''))
  .filter((one) => !one.hasAttribute('aria-label') && !one.hasAttribute('aria-labelledby'))
  .map((one) => one.outerHTML)`;

describe.each([
  { width: 1440, height: 900, colorScheme: 'light' as const },
  { width: 1024, height: 768, colorScheme: 'dark' as const },
  { width: 390, height: 844, colorScheme: 'light' as const },
])('at $width pixels, $colorScheme', ({ width, height, colorScheme }) => {
  it('every page opens, fits, and keeps to the content security policy', async () => {
    const page = await earshot.enter('/inbox', {
      viewport: { width, height },
      colorScheme,
      role: 'admin',
    });
    for (const { path, shows } of PAGES) {
      await page.goto(earshot.url + path);
      await shows(page);
      const scheme = await page.locator('html').getAttribute('data-mantine-color-scheme');
      const overflow = await page.evaluate<number>(OVERFLOW);
      const nameless = await page.evaluate<string[]>(NAMELESS);
      expect({ path, scheme, overflow, nameless }).toEqual({
        path,
        scheme: colorScheme,
        overflow: 0,
        nameless: [],
      });
    }
  });
});

describe('topics', () => {
  it('are the same in the chart’s table, by people and by mentions', async () => {
    const page = await earshot.enter('/topics');
    const line = page.getByRole('row').filter({ hasText: 'Breaks down' });
    await line.waitFor();
    const cells = await line.getByRole('cell').allTextContents();
    expect(cells.slice(-2)).toEqual(['1', '2']);
    expect(cells.at(-3)).toBe('1');
    await page.getByRole('button', { name: 'Mentions', exact: true }).click();
    await vi.waitFor(async () => {
      expect((await line.getByRole('cell').allTextContents()).at(-3)).toBe('2');
    });
    await page.getByRole('region', { name: 'Quotes: Breaks down' }).getByText('Jane Doe').waitFor();
  });
});

describe('the colours', () => {
  it('are as one chose them, also before the page is drawn', async () => {
    const page = await earshot.enter('/inbox', { colorScheme: 'light' });
    const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');
    await page.getByRole('button', { name: 'System colours' }).click();
    await page.getByRole('button', { name: 'Light colours' }).click();
    await page.getByRole('button', { name: 'Dark colours' }).waitFor();
    expect(await scheme()).toBe('dark');
    await page.route('**/assets/*.js', (route) => route.abort());
    await page.reload();
    expect(await scheme()).toBe('dark');
  });
});
