import { describe, expect, it, vi } from 'vitest';
import type { Page } from 'playwright-core';
import { NotificationRulesView } from '../../src/api/views.js';
import { notify } from '../../src/store/notifications/notify.js';
import { NotificationRulesStore } from '../../src/store/notifications/notification-rules.store.js';
import { choose, personally, rulesOf } from '../support/notifications.js';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();
const { make, database } = earshot;
const soon = { timeout: 10_000, interval: 50 };
const monitor = await make.monitor({ name: 'Apex' });
const source = await make.source({ name: 'Town forum' });
const bob = await make.user({ name: 'Bob Ray' });

const mention = (title: string) =>
  make.mention({ sourceId: source.id, monitorIds: [monitor.id], title, priority: 80 });
let nth = 0;
async function gives(userId: string, title: string): Promise<string> {
  const { id } = await mention(title);
  const event = { event: `e2e:${++nth}`, mentionId: id, byUserId: bob.id };
  await notify(database, [{ userId, kind: 'assigned', ...event }]);
  return id;
}
/** Whoever is signed in on the page. */
async function idOf(page: Page): Promise<string> {
  const answer = await page.request.get(`${earshot.url}/api/v1/session`);
  return ((await answer.json()) as { user: { id: string } }).user.id;
}
const stored = async (userId: string) =>
  (await new NotificationRulesStore(database).of(userId))?.rules;

describe('the bell', () => {
  it('counts what is new as it happens, and is gone through by keys', async () => {
    const page = await earshot.enter('/inbox');
    const userId = await idOf(page);
    const bell = page.getByRole('button', { name: /^Notifications/ });
    await bell.click();
    await page.getByText('Nothing yet').waitFor();
    await page.keyboard.press('Escape');
    await gives(userId, 'My player broke');
    const second = await gives(userId, 'Still no refund');
    await page.getByRole('button', { name: 'Notifications, 2 unread' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    const items = page.getByRole('link', { name: /Bob Ray gave you this/ });
    await items.nth(1).waitFor();
    await items.first().focus();
    await page.keyboard.press('ArrowDown');
    await vi.waitFor(async () => {
      expect(await items.nth(1).and(page.locator(':focus')).count()).toBe(1);
    }, soon);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/inbox/${second}`);
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor();
  });

  it('marks as read and unread, and all at once', async () => {
    const page = await earshot.enter('/inbox');
    const userId = await idOf(page);
    for (const title of ['One', 'Two', 'Three']) await gives(userId, title);
    await page.getByRole('button', { name: 'Notifications, 3 unread' }).click();
    await page.getByRole('button', { name: 'Mark as read: Two' }).click();
    await page.getByRole('button', { name: 'Mark as unread: Two' }).waitFor();
    await page.getByRole('button', { name: 'Unread', exact: true }).click();
    await vi.waitFor(async () => {
      expect(await page.getByRole('link', { name: /gave you this/ }).count()).toBe(2);
    }, soon);
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByText('You have read everything').waitFor();
    await vi.waitFor(async () => {
      const rows = await database.query(
        'SELECT FROM notification WHERE user_id = $1 AND read_at IS NULL',
        [userId],
      );
      expect(rows).toEqual([]);
    }, soon);
  });

  it('says what went wrong, and tries again', async () => {
    const page = await earshot.enter('/settings/account');
    await page.route('**/api/v1/notifications?**', (route) => route.abort());
    await page.goto(`${earshot.url}/inbox`);
    await page.getByRole('button', { name: /^Notifications/ }).click();
    await page.getByText('Notifications could not be loaded').waitFor();
    await page.unroute('**/api/v1/notifications?**');
    await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('Nothing yet').waitFor()).resolves.toBeUndefined();
  });
});

describe('the page of what one wants to be told of', () => {
  it('saves by itself what is chosen in the table, by keys alone', async () => {
    const page = await earshot.enter('/settings/notifications');
    const userId = await idOf(page);
    await page.getByText('E-mails are not set up.').waitFor();
    await page.getByRole('button', { name: 'High, Every topic: nothing' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Daily e-mail', exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Daily e-mail', exact: true }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await page.getByText('Saved', { exact: true }).waitFor();
    expect((await stored(userId))?.every.high).toEqual(['digest']);
    await page.getByText('The next one is due').waitFor();
    await page.getByPlaceholder('Add a topic').click();
    await page.getByRole('option', { name: 'Comes late' }).click();
    await page.getByRole('button', { name: 'Mute Comes late' }).click();
    await page.getByText('muted').waitFor();
    await page.getByRole('checkbox', { name: /@name in a note: Push message/ }).click();
    await vi.waitFor(async () => {
      const rules = await stored(userId);
      expect(rules?.topics).toEqual({ late: { low: [], middle: [], high: [], urgent: [] } });
      expect(rules?.events.called).toEqual(['app', 'push']);
    }, soon);
    await page.reload();
    await page.getByRole('button', { name: 'High, Every other topic: Daily e-mail' }).waitFor();
    await page.getByRole('button', { name: 'Remove the row of Comes late' }).click();
    await vi.waitFor(async () => expect((await stored(userId))?.topics).toEqual({}), soon);
  });

  it('keeps the last change when the page is left at once', async () => {
    const page = await earshot.enter('/settings/notifications');
    const userId = await idOf(page);
    await page.getByRole('switch', { name: /Only complaints/ }).press('Space');
    await page.getByRole('link', { name: 'My account' }).click();
    await vi.waitFor(async () => expect((await stored(userId))?.onlyComplaints).toBe(false), soon);
  });

  it('says how push messages stand in this browser', async () => {
    const page = await earshot.enter('/settings/notifications');
    await page.getByText('Push messages in this browser').waitFor();
    const words = /This browser (shows no messages yet|forbids messages|cannot show)/;
    await expect(page.getByText(words).waitFor()).resolves.toBeUndefined();
  });
});

describe('the link in e-mails', () => {
  it('asks first, without signing in, and says what became of it', async () => {
    const ann = await earshot.as('on-call');
    const rules = rulesOf({ high: ['mail'] }, { events: personally(['app', 'mail']) });
    await choose(database, ann.user.id, rules);
    const [{ token }] = await database.query<[{ token: string }]>(
      'SELECT unsubscribe AS token FROM notification_rules WHERE user_id = $1',
      [ann.user.id],
    );
    const page = await earshot.visit(`/api/v1/unsubscribe/${token}`);
    await page.waitForURL('**/unsubscribe#*');
    const now = () => ann.get(NotificationRulesView, '/me/notification-rules');
    expect((await now()).rules.every.high).toEqual(['mail']);
    await page.getByRole('button', { name: 'End the e-mails' }).click();
    await page.getByText('You get no e-mails of Earshot any more.').waitFor();
    expect((await now()).rules.every.high).toEqual([]);
    await page.goto(`${earshot.url}/unsubscribe#${'x'.repeat(32)}`);
    await page.reload();
    await page.getByRole('button', { name: 'End the e-mails' }).click();
    await page.getByText('This link belongs to nobody any more.').waitFor();
  });
});
