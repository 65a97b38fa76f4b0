import type { Page, Route } from 'playwright-core';
import type { LooksWorld } from './looks.world.js';

/** A page as people may meet it. */
export interface State {
  readonly name: string;
  readonly path: string;
  /** What is done there to see it. */
  readonly act?: (page: Page) => Promise<void>;
  /** Answers of the API that are not as they are. */
  readonly api?: Readonly<Record<string, (route: Route) => Promise<void>>>;
}

const press =
  (...keys: readonly string[]) =>
  async (page: Page): Promise<void> => {
    // What the keys are for is there as soon as its heading is.
    if (page.url().match(/(inbox|tasks)\/\d/) !== null)
      await page.locator('.detail-scroll :is(h1, h2)').first().waitFor();
    for (const key of keys) await page.keyboard.press(key);
    await page
      .locator('[role=dialog], [role=menu], [role=listbox]')
      .filter({ visible: true })
      .first()
      .waitFor();
  };
const button = (name: string) => async (page: Page) => {
  await page.locator(name).filter({ visible: true }).first().click();
  await page.locator('[role=dialog], [role=menu]').filter({ visible: true }).first().waitFor();
};
const offline = async (page: Page): Promise<void> => {
  await page.context().setOffline(true);
  await page.locator('.hearing').waitFor();
};
const none = (route: Route): Promise<void> =>
  route.fulfill({ json: { items: [], nextCursor: null } });
const broken = (route: Route): Promise<void> =>
  route.fulfill({ status: 500, json: { title: 'Internal Server Error', status: 500 } });
const never = (): Promise<void> => Promise.resolve();

/** Every page and state of somebody who may do everything. */
export function statesOf({ mention, task, source, sends }: LooksWorld): readonly State[] {
  const list = '**/api/v1/mentions?**';
  return [
    { name: 'inbox', path: '/inbox' },
    { name: 'inbox detail', path: `/inbox/${mention}` },
    { name: 'inbox nothing found', path: '/inbox?q=zzzzqqqq' },
    { name: 'inbox error', path: '/inbox?sort=oldest', api: { [list]: broken } },
    { name: 'inbox loading', path: '/inbox?sort=newest', api: { [list]: never } },
    { name: 'inbox gone mention', path: '/inbox/999999' },
    { name: 'keys', path: '/inbox', act: press('?') },
    { name: 'palette', path: '/inbox', act: press('Control+k') },
    { name: 'bell', path: '/inbox', act: press('g', 'n') },
    { name: 'snooze', path: `/inbox/${mention}`, act: press('s') },
    { name: 'assign', path: `/inbox/${mention}`, act: press('a') },
    { name: 'label', path: `/inbox/${mention}`, act: press('l') },
    { name: 'correct', path: `/inbox/${mention}`, act: press('c') },
    { name: 'tasks', path: '/tasks' },
    { name: 'tasks empty', path: '/tasks?view=resolved' },
    { name: 'task', path: `/tasks/${task}` },
    { name: 'resolve', path: `/tasks/${task}`, act: press('e') },
    { name: 'topics', path: '/topics' },
    { name: 'topics empty', path: '/topics?weeks=4&monitor=999999' },
    { name: 'topics editing', path: '/topics/edit' },
    { name: 'topic editing', path: '/topics/edit/delivery' },
    { name: 'topic proposals', path: '/topics/proposals' },
    { name: 'topic history', path: '/topics/history' },
    { name: 'sources', path: '/sources' },
    { name: 'sources empty', path: '/sources', api: { '**/api/v1/sources?**': none } },
    { name: 'source', path: `/sources/${source}` },
    { name: 'source that sends', path: `/sources/${sends}` },
    { name: 'no such source', path: '/sources/999999' },
    { name: 'add source', path: '/sources?add' },
    { name: 'monitors', path: '/monitors' },
    { name: 'monitors error', path: '/monitors', api: { '**/api/v1/monitors': broken } },
    { name: 'add monitor', path: '/monitors', act: press('n') },
    { name: 'reading', path: '/reading' },
    { name: 'ten', path: '/reading/ten' },
    { name: 'settings account', path: '/settings/account' },
    { name: 'settings notifications', path: '/settings/notifications' },
    { name: 'settings macros', path: '/settings/macros' },
    { name: 'settings tokens', path: '/settings/tokens' },
    { name: 'settings people', path: '/settings/people' },
    { name: 'settings teams', path: '/settings/teams' },
    { name: 'settings permissions', path: '/settings/permissions' },
    { name: 'settings audit', path: '/settings/audit' },
    { name: 'settings operation', path: '/settings/operation' },
    { name: 'settings deeper', path: '/settings/deeper' },
    { name: 'person menu', path: '/topics', act: button('.rail-foot .face, .bottom button') },
    { name: 'not found', path: '/nowhere' },
    { name: 'offline', path: '/tasks', act: offline },
  ];
}

/** The same for somebody who may only look: other buttons, and pages that are closed. */
export const READ_ONLY: readonly State[] = [
  { name: 'read-only inbox', path: '/inbox' },
  { name: 'read-only sources', path: '/sources' },
  { name: 'read-only ten', path: '/reading/ten' },
  { name: 'read-only people', path: '/settings/people' },
  { name: 'read-only audit', path: '/settings/audit' },
];

/** Pages of nobody. */
export const OUTSIDE: readonly State[] = [
  { name: 'signed out', path: '/inbox' },
  { name: 'sign-in link', path: '/sign-in' },
  { name: 'set-up', path: '/set-up' },
];

/**
 * Goes there as a link in the page does, without loading everything again, and waits until what
 * is to come has come. Where the API is to answer otherwise, everything is loaded again.
 */
export async function show(page: Page, { path, api = {}, act }: State): Promise<void> {
  for (const [url, answer] of Object.entries(api)) await page.route(url, answer);
  if (Object.keys(api).length > 0) {
    // What was fetched before would be shown as long as nothing better comes.
    await page.goto(new URL(path, page.url()).href);
  } else {
    await go(page, '/leaving');
    await go(page, path);
  }
  await settled(page, Object.values(api).includes(never));
  await act?.(page);
  await drawn(page);
}

/** Closes what the state opened, and takes back what it made of the API. */
export async function leave(page: Page, { api = {} }: State): Promise<void> {
  for (const url of Object.keys(api)) await page.unroute(url);
  await page.context().setOffline(false);
  const open = page.locator('[role=dialog], [role=menu]').filter({ visible: true });
  for (let tries = 0; tries < 5 && (await open.count()) > 0; tries++) {
    await page.keyboard.press('Escape');
    await drawn(page);
  }
}

/** Has a state looked at; that it could not be shown is a fault as well. */
export async function seen(
  page: Page,
  state: State,
  look: () => Promise<string[]>,
): Promise<string[]> {
  try {
    await show(page, state);
    return await look();
  } catch (error) {
    return [`could not be shown: ${String(error).slice(0, 300)}`];
  } finally {
    await leave(page, state);
  }
}

function go(page: Page, path: string): Promise<void> {
  return page.evaluate((to) => {
    window.history.pushState({}, '', to);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

const FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** Until what was asked for is drawn. */
export const drawn = (page: Page): Promise<unknown> => page.evaluate(FRAMES);

async function settled(page: Page, isWaiting: boolean): Promise<void> {
  await drawn(page);
  await page.waitForFunction(
    (waits) =>
      document.querySelector('main, .gate') !== null &&
      (waits || document.querySelector('.waiting, .opening, .mantine-Loader-root') === null),
    isWaiting,
  );
}
