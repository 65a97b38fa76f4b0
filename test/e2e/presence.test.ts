import { describe, expect, it, vi } from 'vitest';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();
const { make, database } = earshot;
const soon = { timeout: 10_000, interval: 50 };
const monitor = await make.monitor({ name: 'Apex' });
const source = await make.source({ name: 'Town forum' });
const mention = (title: string) =>
  make.mention({ sourceId: source.id, monitorIds: [monitor.id], title, priority: 80 });
const rows = (): Promise<{ mentionId: string; state: string }[]> =>
  database.query('SELECT mention_id AS "mentionId", state FROM presence ORDER BY mention_id');

/** For the page: it is hidden behind another, or seen again. */
const hidden = (is: boolean): string => `
  Object.defineProperty(document, 'hidden', { value: ${is}, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));`;

describe('who else is here', () => {
  it('is seen in the list and in the mention, as people come, write and go', async () => {
    const { id } = await mention('My player broke');
    const other = await mention('Where is my parcel');
    const ann = await earshot.enter(`/inbox/${id}`, { role: 'manager' });
    await ann.getByText('My player broke').first().waitFor();
    const bob = await earshot.enter(`/inbox/${id}`, { role: 'read-only' });
    await ann.getByText('Ann the read-only is looking at it').first().waitFor();
    await bob.getByText('Ann the manager is looking at it').first().waitFor();
    await ann.getByRole('textbox', { name: /note/i }).first().pressSequentially('Looking into it');
    await bob.getByText('Ann the manager is writing').first().waitFor();
    // Away to another one: seen there at once, and no longer here.
    await ann.goto(`${earshot.url}/inbox/${other.id}`);
    await vi.waitFor(async () => {
      expect(await bob.getByText('Ann the manager is writing').count()).toBe(0);
      expect(await bob.getByText('Ann the manager is looking at it').count()).toBeGreaterThan(0);
    }, soon);
    await bob.close();
    await vi.waitFor(
      async () => expect((await rows()).map(({ mentionId }) => mentionId)).toEqual([other.id]),
      soon,
    );
  });

  it('says that somebody is idle when their page is hidden', async () => {
    const { id } = await mention('The hinge is loose');
    const ann = await earshot.enter(`/inbox/${id}`);
    await vi.waitFor(
      async () => expect(await rows()).toContainEqual({ mentionId: id, state: 'viewing' }),
      soon,
    );
    await ann.evaluate(hidden(true));
    await vi.waitFor(
      async () => expect(await rows()).toContainEqual({ mentionId: id, state: 'idle' }),
      soon,
    );
    await ann.evaluate(hidden(false));
    await vi.waitFor(
      async () => expect(await rows()).toContainEqual({ mentionId: id, state: 'viewing' }),
      soon,
    );
  });
});
