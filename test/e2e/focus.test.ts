import type { Locator, Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { announce } from '../../src/store/changes.js';
import { startEarshot } from './earshot.js';
import { makeLooksWorld } from './looks.world.js';

const earshot = await startEarshot();
const world = await makeLooksWorld(earshot);
const soon = { timeout: 10_000, interval: 20 };

/** Run in the page: what can be worked by keyboard and is to be reached by Tab. */
const CONTROLS = `(() => {
  const found = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
  const groups = new Set();
  return found
    .filter((one) => one.tabIndex >= 0 && !one.disabled && !one.closest('fieldset:disabled'))
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    // One of a group of radio buttons takes the focus for all.
    .filter((one) => one.type !== 'radio' || (!groups.has(one.name) && groups.add(one.name)))
    .map((one, at) => { one.dataset.control ??= String(at); return one.dataset.control; });
})()`;
const FOCUSED = `(() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.closest('.mantine-Input-wrapper, .mantine-PillsInput-root');
  const outlined = (all) => all.outlineStyle !== 'none' && parseFloat(all.outlineWidth) >= 1;
  // The link of a row is as large as the row, and drawn by what lies over it.
  const shown = outlined(style) || outlined(getComputedStyle(one.closest('.row') ?? one));
  const field = /^(INPUT|TEXTAREA|SELECT)$/.test(one.tagName);
  return {
    control: one.dataset.control ?? null,
    isBody: one === document.body,
    isSeen: shown || field || box !== null,
    what: one.outerHTML.slice(0, 120),
  };
})()`;

interface Focused {
  readonly control: string | null;
  readonly isBody: boolean;
  readonly isSeen: boolean;
  readonly what: string;
}
const focused = (page: Page): Promise<Focused> => page.evaluate<Focused>(FOCUSED);

async function ready(page: Page): Promise<void> {
  await page.locator('main').waitFor();
  await page.waitForFunction(() => document.querySelector('.waiting, .opening') === null);
}

/** Whether the keyboard is at the element or within it. */
const holdsFocus = (element: Locator): Promise<boolean> =>
  element.evaluate((one) => one.contains(document.activeElement));

describe('by keyboard alone', { timeout: 60_000 }, () => {
  it.each([
    ['/tasks', 'admin'],
    ['/topics', 'admin'],
    ['/sources', 'admin'],
    [`/sources/${world.source}`, 'admin'],
    ['/monitors', 'admin'],
    ['/reading', 'admin'],
    ['/settings/people', 'admin'],
  ] as const)('every control of %s is reached, and one sees where one is', async (path, role) => {
    const page = await earshot.enter(path, { role });
    await ready(page);
    const controls = await page.evaluate<string[]>(CONTROLS);
    const reached = new Set<string>();
    const unseen: string[] = [];
    for (let tabs = 0; tabs < controls.length + 20 && reached.size < controls.length; tabs++) {
      await page.keyboard.press('Tab');
      const now = await focused(page);
      if (now.control !== null) reached.add(now.control);
      if (!now.isSeen && !now.isBody) unseen.push(now.what);
    }
    expect(unseen).toEqual([]);
    // One that is disabled by now need not be.
    const now = new Set(await page.evaluate<string[]>(CONTROLS));
    const missed = controls.filter((control) => now.has(control) && !reached.has(control));
    const html = (control: string) =>
      page.locator(`[data-control="${control}"]`).evaluate((one) => one.outerHTML.slice(0, 120));
    expect(await Promise.all(missed.map(html))).toEqual([]);
    expect(controls.length).toBeGreaterThan(8);
  });

  it('the first stop leads past the places to the content', async () => {
    const page = await earshot.enter('/sources', { role: 'admin' });
    await ready(page);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    expect(await holdsFocus(skip)).toBe(true);
    await vi.waitFor(async () => {
      expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    }, soon);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate("document.querySelector('main').contains(document.activeElement)"),
    ).toBe(true);
  });

  it('a dialog keeps the focus, and gives it back', async () => {
    const page = await earshot.enter('/monitors', { role: 'admin' });
    const add = page.getByRole('button', { name: 'Add a monitor' });
    await add.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add a monitor' });
    await dialog.waitFor();
    for (let tabs = 0; tabs < 15; tabs++) {
      await page.keyboard.press('Tab');
      expect(await holdsFocus(dialog)).toBe(true);
    }
    await dialog.getByPlaceholder('The brand or product').focus();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await vi.waitFor(async () => {
      expect(await holdsFocus(add)).toBe(true);
    }, soon);
  });

  it('the focus is somewhere after everything that one does', async () => {
    const page = await earshot.enter(`/tasks/${world.task}`, { role: 'admin' });
    await page.getByRole('button', { name: 'Claim a' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Release a' }).waitFor();
    await vi.waitFor(async () => expect((await focused(page)).isBody).toBe(false), soon);
    await page.getByRole('button', { name: 'Resolve e' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Reopen r' }).waitFor();
    await vi.waitFor(async () => expect((await focused(page)).isBody).toBe(false), soon);
  });

  it('a menu opens, is gone through by arrows, and gives the focus back', async () => {
    const page = await earshot.enter('/sources', { role: 'admin' });
    const more = page.getByRole('button', { name: 'More for Town talk' });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('ArrowDown');
    await vi.waitFor(async () => {
      expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe('menuitem');
    }, soon);
    await page.keyboard.press('Escape');
    await vi.waitFor(async () => {
      expect(await holdsFocus(more)).toBe(true);
    }, soon);
  });
});

describe('what changes by itself', () => {
  it('is told to those who do not see it, and takes no focus', async () => {
    const page = await earshot.enter('/inbox');
    const { make, database } = earshot;
    await page.getByText('Broken again, and nobody answers').first().waitFor();
    await page.getByRole('link', { name: 'Tasks' }).focus();
    const [base] = await database.query<[{ sourceId: string; monitorIds: string[] }]>(
      'SELECT source_id AS "sourceId", monitor_ids AS "monitorIds" FROM mention LIMIT 1',
    );
    const { id } = await make.mention({ ...base, title: 'Another one', priority: 99 });
    const told = page.locator('[aria-live=polite]').filter({ hasText: '1 new' });
    await vi.waitFor(
      async () => {
        // The page may not be listening yet.
        await announce(database, 'mentions', [id]);
        expect(await told.count()).toBe(1);
      },
      { timeout: 10_000, interval: 300 },
    );
    expect(await page.evaluate("document.activeElement.getAttribute('href')")).toBe('/tasks');
  });
});

describe('what moves by itself', () => {
  it('does not, for those who asked their system for less of it', async () => {
    const page = await earshot.enter('/monitors', { role: 'admin', reducedMotion: 'reduce' });
    const longest = await page.evaluate<number>(`Math.max(
      ...[...document.querySelectorAll('*')].flatMap((one) => {
        const { transitionDuration, animationDuration } = getComputedStyle(one);
        return [transitionDuration, animationDuration].flatMap((all) => all.split(',').map(parseFloat));
      }),
    )`);
    expect(longest).toBeLessThanOrEqual(0.01);
  });
});
