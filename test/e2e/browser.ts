import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';
import { launchChromium } from '../bench/chromium.js';

const SCREENSHOTS = 'test/screenshots';

/** Builds the web into a folder of its own, so that no test depends on what was built before. */
export function buildWeb(): string {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-web-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const { NODE_ENV: _test, ...env } = process.env;
  const vite = join('node_modules', 'vite', 'bin', 'vite.js');
  const options = ['--config', 'src/web/vite.config.ts', '--outDir', folder, '--emptyOutDir'];
  execFileSync(process.execPath, [vite, 'build', ...options, '--logLevel', 'error'], { env });
  return folder;
}

export interface TestBrowser {
  /** A new browser profile with one page, which is closed after the test. */
  page(options?: BrowserContextOptions): Promise<Page>;
}

/**
 * A real browser for the calling test file. A test fails when its pages threw, wrote an error to the
 * console or broke the content security policy. Of a failed test the screenshots are kept.
 */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await launchChromium();
  afterAll(() => browser.close());
  const pages: Page[] = [];
  const problems: string[] = [];
  afterEach(async ({ task }) => {
    const open = pages.splice(0);
    if (task.result?.state === 'fail') await keep(open, task.name);
    await Promise.all(open.map((page) => page.context().close()));
    expect(problems.splice(0)).toEqual([]);
  });
  return {
    page: async (options = {}) => {
      const context = await browser.newContext({
        locale: 'en-GB',
        timezoneId: 'UTC',
        reducedMotion: 'reduce',
        ...options,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !isRefusal(message.text())) problems.push(message.text());
      });
      pages.push(page);
      return page;
    },
  };
}

/** Chromium writes every answer of 400 and above to the console; those are for the page to tell. */
function isRefusal(text: string): boolean {
  return text.startsWith('Failed to load resource');
}

async function keep(pages: readonly Page[], test: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const name = test.replaceAll(/\W+/g, '-');
  await Promise.all(
    pages.map((page, at) => page.screenshot({ path: join(SCREENSHOTS, `${name}-${at}.png`) })),
  );
}
