import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startEarshot } from './earshot.js';
import { makeLooksWorld } from './looks.world.js';
import { drawn, OUTSIDE, READ_ONLY, seen, statesOf, type State } from './states.js';

const earshot = await startEarshot();
const states = statesOf(await makeLooksWorld(earshot));

/** A folder for screenshots of everything; none are made when it is not given. */
const folder = process.env['EARSHOT_SCREENSHOTS'];
const WIDE = { width: 1440, height: 900 };
const MIDDLE = { width: 1024, height: 768 };
const NARROW = { width: 390, height: 844 };

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Looked {
  readonly sizes: readonly [Size, ...Size[]];
  readonly schemes: readonly ('light' | 'dark')[];
  /** Part of the names of the screenshots. */
  readonly as: string;
}

/** Run in the page: what does not fit. */
const MISFITS = `(() => {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const name = (one) => one.tagName.toLowerCase() + '.' + one.className + ' "' + one.textContent.trim().slice(0, 40) + '"';
  const beyond = [...document.querySelectorAll('body *')].find((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    return width > 0 && (left < -1 || right > window.innerWidth + 1);
  });
  const found = wide > 0 ? ['the page is ' + wide + ' px too wide: ' + (beyond ? name(beyond) : '')] : [];
  const scrolls = (one) => {
    for (let box = one.parentElement; box; box = box.parentElement)
      if (/(auto|scroll|hidden|clip)/.test(getComputedStyle(box).overflowX)) return true;
    return false;
  };
  for (const one of document.querySelectorAll('button, nav a, .tab, [role=tab], h1, .rail-name')) {
    if (!seen(one)) continue;
    const { left, right, width } = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    if (width > 2 && !scrolls(one) && !one.closest('.skip, .unseen') && (left < -1 || right > window.innerWidth + 1))
      found.push('out of the window: ' + name(one));
    const cut = one.scrollWidth - one.clientWidth;
    if (width > 2 && cut > 2 && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && !one.closest('.unseen'))
      found.push('cut by ' + cut + ' px: ' + name(one));
  }
  return found;
})()`;

/** Looks again until all fits: a window that was just made smaller takes a moment. */
async function lasting(page: Page): Promise<string[]> {
  let found = await page.evaluate<string[]>(MISFITS);
  for (let tries = 0; tries < 30 && found.length > 0; tries++) {
    await drawn(page);
    found = await page.evaluate<string[]>(MISFITS);
  }
  return found;
}

/** What does not fit, by state and window. */
async function misfits(
  page: Page,
  given: readonly State[],
  { sizes, schemes, as }: Looked,
): Promise<Readonly<Record<string, string[]>>> {
  const all: Record<string, string[]> = {};
  for (const state of given) {
    await page.setViewportSize(sizes[0]);
    const found = await seen(page, state, async () => {
      const misfit: string[] = [];
      for (const size of sizes) {
        await page.setViewportSize(size);
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme });
          await drawn(page);
          const here = await lasting(page);
          misfit.push(...here.map((one) => `${size.width}: ${one}`));
          await keep(page, `${state.name} ${as} ${size.width} ${colorScheme}`);
        }
      }
      return [...new Set(misfit)];
    });
    if (found.length > 0) all[`${state.name}, ${as}`] = found;
  }
  return all;
}

async function keep(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name.replaceAll(' ', '-')}.png`);
  await page.screenshot({ path, animations: 'disabled' });
}

/** Signed in, in a language and direction. The direction is not one that is shipped. */
async function enter(
  role: 'admin' | 'read-only',
  direction: 'ltr' | 'rtl',
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await earshot.enter('/inbox', { role, ...options });
  if (direction === 'ltr') return page;
  // As soon as there is an element to say it.
  await page.addInitScript(`new MutationObserver((_, all) => {
    if (!document.documentElement) return;
    document.documentElement.dir = 'rtl';
    all.disconnect();
  }).observe(document, { childList: true })`);
  await page.reload();
  await page.locator('main').waitFor();
  return page;
}

const ALL: Looked = {
  sizes: [WIDE, MIDDLE, NARROW],
  schemes: ['light', 'dark'],
  as: 'en',
};
const ENDS = { sizes: [WIDE, NARROW], schemes: ['light'] } as const;

describe('every page and state fits its window', { timeout: 240_000 }, () => {
  it('in English, in three sizes, light and dark', async () => {
    expect(await misfits(await enter('admin', 'ltr'), states, ALL)).toEqual({});
  });

  it('in German', async () => {
    const page = await enter('admin', 'ltr', { locale: 'de-DE' });
    expect(await misfits(page, states, { ...ENDS, as: 'de' })).toEqual({});
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
  });

  it('from right to left', async () => {
    const page = await enter('admin', 'rtl');
    expect(await misfits(page, states, { ...ENDS, as: 'rtl' })).toEqual({});
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  });

  it('for those who may only look', async () => {
    const page = await enter('read-only', 'ltr');
    expect(await misfits(page, READ_ONLY, { ...ENDS, as: 'en' })).toEqual({});
  });

  it('before one is signed in', async () => {
    const english = await earshot.visit('/inbox');
    expect(await misfits(english, OUTSIDE, { ...ALL, sizes: [WIDE, NARROW] })).toEqual({});
    const german = await earshot.visit('/inbox', { locale: 'de-DE' });
    expect(await misfits(german, OUTSIDE, { ...ENDS, as: 'de' })).toEqual({});
  });
});
