import axe, { type Result } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startEarshot } from './earshot.js';
import { makeLooksWorld } from './looks.world.js';
import { drawn, OUTSIDE, READ_ONLY, seen, statesOf, type State } from './states.js';

const earshot = await startEarshot();
const states = statesOf(await makeLooksWorld(earshot));

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const VIEWS = [
  [WIDE, 'light', 'all'],
  [NARROW, 'dark', 'looks'],
] as const;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Rules whose answer depends on the colours and on the size of the window. */
const BY_LOOKS = ['color-contrast', 'target-size', 'scrollable-region-focusable'];

/** What axe says of the page as it is, in short. */
async function faults(page: Page, only: 'all' | 'looks'): Promise<string[]> {
  const asked = only === 'all' ? { type: 'tag', values: TAGS } : { type: 'rule', values: BY_LOOKS };
  const result = await page.evaluate<readonly Result[]>(`(async () => {
    if (!window.axe) { ${axe.source} }
    const found = await window.axe.run(document, {
      runOnly: ${JSON.stringify(asked)},
      resultTypes: ['violations'],
    });
    return found.violations;
  })()`);
  return result.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = (failureSummary ?? '').split('\n').slice(1).join(' ').trim();
      return `${id} at ${target.join(' ')}: ${why.slice(0, 200)}`;
    }),
  );
}

/** What axe finds, by state: wide and light, then narrow and dark. */
async function check(
  page: Page,
  given: readonly State[],
): Promise<Readonly<Record<string, string[]>>> {
  const found: Record<string, string[]> = {};
  for (const state of given) {
    await page.setViewportSize(WIDE);
    const all = await seen(page, state, async () => {
      const faulty: string[] = [];
      for (const [size, colorScheme, only] of VIEWS) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        await drawn(page);
        const here = await faults(page, only);
        faulty.push(...here.map((one) => `${size.width}, ${colorScheme}: ${one}`));
      }
      return faulty;
    });
    if (all.length > 0) found[state.name] = all;
  }
  return found;
}

describe('WCAG 2.2 AA, as far as axe can see', { timeout: 240_000 }, () => {
  it('holds on every page and in every state', async () => {
    const page = await earshot.enter('/inbox', { role: 'admin' });
    expect(await check(page, states)).toEqual({});
  });

  it('holds for those who may only look', async () => {
    const page = await earshot.enter('/inbox', { role: 'read-only' });
    expect(await check(page, READ_ONLY)).toEqual({});
  });

  it('holds before one is signed in', async () => {
    const page = await earshot.visit('/inbox');
    expect(await check(page, OUTSIDE)).toEqual({});
  });
});
