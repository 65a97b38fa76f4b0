import { expect, it, vi } from 'vitest';
import type { Page } from 'playwright-core';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();
const soon = { timeout: 10_000, interval: 50 };

/** Has the browser's own machinery hand a message to the page's worker, as its push service would. */
async function deliver(page: Page, data: string): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const versions = new Promise<string>((resolve) => {
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first !== undefined) resolve(first.registrationId);
    });
  });
  await browser.send('ServiceWorker.enable');
  const registrationId = await versions;
  await browser.send('ServiceWorker.deliverPushMessage', {
    origin: earshot.url,
    registrationId,
    data,
  });
}

const shown = (page: Page): Promise<unknown> =>
  page.evaluate(`navigator.serviceWorker.ready
    .then((worker) => worker.getNotifications())
    .then((all) => all.map(({ title, body, tag, data }) => ({ title, body, tag, data })))`);

it('shows what comes, once though it comes twice, within the rules of the page', async () => {
  const page = await earshot.enter('/settings/notifications');
  await page.context().grantPermissions(['notifications']);
  await page.evaluate(`navigator.serviceWorker.register('/push-worker.js')
    .then(() => navigator.serviceWorker.ready).then(() => undefined)`);
  const message = { title: 'High', body: 'My player broke', path: '/inbox/7', tag: 'push-1' };
  await deliver(page, JSON.stringify(message));
  await deliver(page, JSON.stringify(message));
  await vi.waitFor(async () => {
    expect(await shown(page)).toEqual([
      { title: 'High', body: 'My player broke', tag: 'push-1', data: { path: '/inbox/7' } },
    ]);
  }, soon);
  // A message that cannot be read is shown, too: browsers want each to be.
  await deliver(page, 'no json');
  await vi.waitFor(async () => expect(await shown(page)).toHaveLength(2), soon);
});
