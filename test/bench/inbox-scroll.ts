import { loadavg } from 'node:os';
import type { CDPSession, Page } from 'playwright-core';
import { loadTaxonomy } from '../../src/classify/shipped-reader.js';
import { openInfrastructure } from '../../src/infrastructure.js';
import { serve } from '../../src/serve.js';
import { loadSettings } from '../../src/settings/load.js';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import type { DataSource } from '../../src/store/database.js';
import { startTemporaryPostgres } from '../../src/store/embedded/temporary.js';
import { launchChromium } from './chromium.js';
import { fillInbox } from './inbox-fill.js';
import { runningWords } from './inbox-words.js';
import type { BenchResult } from './main.js';
import { drawAll, LOAD_ALL, scrollAt, type Scrolled } from './scroll-page.js';

const ROWS = 10_000;
/** Some are folded under others; those are no rows. */
const MENTIONS = 12_000;
const FRAME_MS = 1000 / 60;
/** A wheel turned quickly, and a list thrown: about 24 and 160 rows a second. */
const SPEEDS = [3_000, 20_000];
const SECONDS = 20;

/**
 * Scrolls 10,000 rows in a real browser, against the real server: how many frames a second are kept
 * and how many are dropped, beside a list that has all rows in the page. Where the machine has other
 * work, frames are lost to that: `cpuMsPerFrame` is the page's own share of the 16.7 ms.
 */
export async function inboxScroll(): Promise<BenchResult[]> {
  const postgres = await startTemporaryPostgres();
  const defaults = loadSettings({ EARSHOT_PORT: '0', EARSHOT_ROLE: 'api' });
  const settings = { ...defaults, database: { ...defaults.database, url: postgres.url } };
  const infrastructure = await openInfrastructure(settings, () => undefined);
  const serving = await serve(infrastructure, () => undefined);
  const browser = await launchChromium();
  try {
    const { words } = runningWords();
    const topics = loadTaxonomy().topics.map(({ key }) => key);
    await fillInbox(infrastructure.database, MENTIONS, words, topics);
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
    });
    const page = await context.newPage();
    await enter(page, infrastructure.database, serving.url ?? '');
    return await measure(page);
  } finally {
    await browser.close();
    await serving.close();
    await infrastructure.close();
    await postgres.stop();
  }
}

/** Opens all mentions, newest first, as one of the people of the bench. */
async function enter(page: Page, database: DataSource, url: string): Promise<void> {
  const [{ id }] = await database.query<[{ id: string }]>(
    `SELECT id FROM app_user WHERE email LIKE 'person%' ORDER BY id LIMIT 1`,
  );
  const token = await new SignInStore(database).makeLink(id, 1);
  await page.goto(`${url}/sign-in#token=${token}`);
  await page.waitForURL('**/inbox');
  await page.goto(`${url}/inbox?status=all&sort=newest`);
  await page.locator('.row-link').first().waitFor();
}

async function measure(page: Page): Promise<BenchResult[]> {
  const meter = await page.context().newCDPSession(page);
  await meter.send('Performance.enable', { timeDomain: 'threadTicks' });
  const begun = performance.now();
  const height = await page.evaluate<number>(LOAD_ALL);
  const loadSeconds = (performance.now() - begun) / 1000;
  const own: Figures[] = [];
  for (const speed of SPEEDS) own.push(await run(page, meter, speed));
  await page.evaluate(drawAll(ROWS));
  const all: Figures[] = [];
  for (const speed of SPEEDS) all.push(await run(page, meter, speed));
  return SPEEDS.map((speed, at) => resultOf(speed, own[at], all[at], { height, loadSeconds }));
}

interface Figures {
  readonly fps: number;
  readonly dropped: number;
  readonly frames: number;
  readonly p95Ms: number;
  readonly longestMs: number;
  readonly cpuMsPerFrame: number;
  readonly blankShare: number;
  readonly rowsInPage: number;
}

async function run(page: Page, meter: CDPSession, speed: number): Promise<Figures> {
  const before = await cpuSeconds(meter);
  const scrolled = await page.evaluate<Scrolled>(scrollAt(speed, SECONDS));
  return figuresOf(scrolled, (await cpuSeconds(meter)) - before);
}

/** CPU time that the page's main thread has spent on its tasks. */
async function cpuSeconds(meter: CDPSession): Promise<number> {
  const { metrics } = await meter.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

function figuresOf({ gaps, looks, blanks, rowsInPage }: Scrolled, cpu: number): Figures {
  const sorted = gaps.toSorted((a, b) => a - b);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME_MS) - 1), 0);
  return {
    fps: rounded((gaps.length / total) * 1000),
    dropped,
    frames: gaps.length,
    p95Ms: rounded(sorted[Math.floor(sorted.length * 0.95)] ?? 0),
    longestMs: rounded(sorted.at(-1) ?? 0),
    cpuMsPerFrame: rounded((cpu * 1000) / gaps.length),
    blankShare: looks === 0 ? 0 : rounded(blanks / looks),
    rowsInPage,
  };
}

function resultOf(
  speed: number,
  own: Figures | undefined,
  all: Figures | undefined,
  { height, loadSeconds }: { height: number; loadSeconds: number },
): BenchResult {
  const [kept, straightforward] = [own?.fps ?? 0, all?.fps ?? 0];
  return {
    ...{ bench: 'inbox-scroll', case: `${speed} px/s; the baseline has every row in the page` },
    ...{ own: kept, baseline: straightforward, ratio: rounded(kept / straightforward) },
    ...{ unit: 'frames/s', rows: ROWS, heightPx: height, loadSeconds: rounded(loadSeconds) },
    ...{ list: own, straightforward: all, machineLoad: loadavg()[0] },
  };
}

const rounded = (value: number): number => Number(value.toFixed(2));
