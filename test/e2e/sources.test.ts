import { describe, expect, it, vi } from 'vitest';
import { SourceDetail, SourceList, NoticeList } from '../../src/api/views.js';
import { makeCandidate } from '../support/fake-places.js';
import { startEarshot } from './earshot.js';
import { hoursAgo, makeSourcesWorld } from './sources.world.js';

const earshot = await startEarshot();
const { make, places } = earshot;
const world = await makeSourcesWorld(earshot);
const other = await earshot.as('manager');
const soon = { timeout: 10_000, interval: 20 };
const listed = async () => (await other.get(SourceList, '/sources')).items;
const detail = (id: string) => other.get(SourceDetail, `/sources/${id}`);

describe('adding a source', () => {
  it('by address shows what it would bring, by keyboard alone', async () => {
    const page = await earshot.enter('/sources', { role: 'manager' });
    await page.getByRole('rowheader', { name: /Town talk/ }).waitFor();
    await page.keyboard.press('n');
    const address = page.getByLabel('Address of the place');
    await address.waitFor();
    await page.keyboard.type('new.example/talk');
    await page.keyboard.press('Enter');
    await page.getByText('23 posts in the last week').waitFor();
    await page.getByText('4 of 24 would match').waitFor();
    await page.getByText('Apex: has "apex"').waitFor();
    const focused = () => page.evaluate<string>('document.activeElement.value ?? ""');
    for (let tabs = 0; tabs < 8 && (await focused()) !== 'Town talk'; tabs++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('New talk');
    await page.keyboard.press('Enter');
    await page.getByRole('rowheader', { name: /New talk/ }).waitFor();
    expect(await listed()).toContainEqual(
      expect.objectContaining({ name: 'New talk', url: 'https://new.example/talk' }),
    );
  });

  it('lets one choose among several places, and says which is a source already', async () => {
    const known = await make.source({ name: 'Known place' });
    places.answer = {
      candidates: [
        makeCandidate({ params: known.params as Record<string, unknown>, locator: known.locator }),
        makeCandidate({
          ok: false,
          title: null,
          url: 'https://many.example/old',
          locator: 'https://many.example/old',
          params: { url: 'https://many.example/old' },
          error: { code: 'blocked', message: 'The place refuses us (403).' },
        }),
      ],
      error: null,
      durationMs: 40,
    };
    const page = await earshot.enter('/sources?add', { role: 'manager' });
    await page.getByLabel('Address of the place').fill('many.example');
    await page.keyboard.press('Enter');
    await page.getByText('2 places are behind this address').waitFor();
    await page.getByText('This place is a source already').waitFor();
    expect(await page.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('radio').first().press('ArrowDown');
    await page.getByText('The place refuses us (403).', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Add all the same' }).waitFor();
    places.answer = null;
  });

  it('says in words that nothing was found, and offers the kinds', async () => {
    places.answer = {
      candidates: [],
      error: { code: 'unreachable', message: 'No such name.' },
      durationMs: 40,
    };
    const page = await earshot.enter('/sources?add', { role: 'manager' });
    await page.getByLabel('Address of the place').fill('nowhere.example');
    await page.keyboard.press('Enter');
    await page.getByText('No such name.').waitFor();
    places.answer = null;
    await page.getByRole('button', { name: 'Choose the kind of place instead' }).click();
    await expect(
      page.getByRole('combobox', { name: 'Kind of place' }).waitFor(),
    ).resolves.toBeUndefined();
  });

  it('by a form drawn from what the kind takes', async () => {
    const page = await earshot.enter('/sources?add', { role: 'manager' });
    await page.getByRole('button', { name: 'By kind of place' }).click();
    await page.getByRole('combobox', { name: 'Kind of place' }).fill('Town');
    await page.getByRole('option', { name: 'Town Forum (needs a key)' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText('EARSHOT_TOWN_KEY').waitFor();
    await page.getByText('Still needed: Words').waitFor();
    await page.getByRole('textbox', { name: 'Words' }).fill('apex player');
    await page.getByRole('spinbutton', { name: 'Pages' }).fill('4');
    await page.getByRole('switch', { name: 'Answers, too' }).press('Space');
    const tags = page.getByRole('combobox', { name: 'Tags' });
    await tags.fill('support');
    await tags.press('Enter');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('23 posts in the last week').waitFor();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const all = await Promise.all(
      (await listed()).filter(({ kind }) => kind === 'town-forum').map(({ id }) => detail(id)),
    );
    expect(all.map(({ params }) => params)).toContainEqual({
      query: 'apex player',
      pages: 4,
      answers: false,
      order: 'newest',
      tags: ['support'],
    });
  });

  it('explains a kind that is switched off, and one whose posts come from a file', async () => {
    const page = await earshot.enter('/sources?add', { role: 'manager' });
    await page.getByRole('button', { name: 'By kind of place' }).click();
    const kind = page.getByRole('combobox', { name: 'Kind of place' });
    await kind.click();
    await page.getByRole('option', { name: 'Walled Garden (switched off)' }).click();
    await page.getByText('Add "walled-garden" to listening.allow').waitFor();
    expect(await page.getByRole('button', { name: 'Test', exact: true }).count()).toBe(0);
    await kind.click();
    await page.getByRole('option', { name: 'File' }).click();
    await expect(page.getByText('earshot import posts.csv').waitFor()).resolves.toBeUndefined();
  });

  it('of a kind that sends by itself ends with the address to send to', async () => {
    places.answer = {
      candidates: [
        makeCandidate({
          kind: 'bell',
          params: { name: 'shop' },
          locator: 'shop',
          url: null,
          itemCount: 0,
          sample: [],
          firstIntervalSeconds: null,
        }),
      ],
      error: null,
      durationMs: 1,
    };
    const page = await earshot.enter('/sources?add', { role: 'manager' });
    await page.getByRole('button', { name: 'By kind of place' }).click();
    await page.getByRole('combobox', { name: 'Kind of place' }).click();
    await page.getByRole('option', { name: 'Bell' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('shop');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('Once it is added you get the address').waitFor();
    places.answer = null;
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.waitForURL(/\/sources\/\d+$/);
    await expect(
      page.getByRole('heading', { name: 'How it reaches us' }).waitFor(),
    ).resolves.toBeUndefined();
  });
});

describe('the list of sources', () => {
  it('shows what was heard, hour by hour, and why a place is in trouble', async () => {
    const page = await earshot.enter('/sources', { role: 'read-only' });
    const row = page.getByRole('row').filter({ hasText: 'Closed garden forum' });
    await row.getByText('Blocked').waitFor();
    await row.getByText('The last 7 polls failed: The place refuses us (403).').waitFor();
    await row.getByRole('img', { name: /Of the last 24 hours 6\d % was heard/ }).waitFor();
    await page.getByRole('button', { name: '7 days' }).click();
    await expect(
      row.getByRole('img', { name: /Of the last 7 days 9\d % was heard/ }).waitFor(),
    ).resolves.toBeUndefined();
  });

  it('says so when it cannot be loaded, and tries again', async () => {
    const page = await earshot.enter('/inbox', { role: 'manager' });
    await page.route('**/api/v1/sources?*', (route) => route.fulfill({ status: 500, body: '' }));
    await page.goto(`${earshot.url}/sources`);
    await page.getByText('The sources could not be loaded').waitFor();
    await page.unroute('**/api/v1/sources?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(
      page.getByRole('rowheader', { name: /Closed garden/ }).waitFor(),
    ).resolves.toBeUndefined();
  });
});

describe('the page of a source', () => {
  it('tells how well it is heard', async () => {
    const page = await earshot.enter(`/sources/${world.healthy.id}`, { role: 'read-only' });
    await page.getByText('3 h recovered later, 4 h not heard').waitFor();
    await page.getByText('12 are missing').waitFor();
    const fetched = page.getByRole('row').filter({ hasText: 'Until it was fetched' });
    expect(await fetched.getByRole('cell').allTextContents()).toEqual([
      '9 min',
      '46 min later than its interval explains',
      '3',
    ]);
    await page.getByRole('link', { name: 'https://talk.town.example/feed' }).waitFor();
    await page.getByText('Answered: nothing changed').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
  });

  it('tells of trouble: why, who wants us to wait, and what was used up', async () => {
    const page = await earshot.enter(`/sources/${world.blocked.id}`, { role: 'manager' });
    await page.getByText('Its host, garden.example, asked us to wait until').waitFor();
    await page.getByText('Used of town-forum.search').waitFor();
    await page.getByRole('cell', { name: /The place refuses us/ }).waitFor();
    await expect(
      page.getByText('No mention that was written since this source was added').waitFor(),
    ).resolves.toBeUndefined();
  });

  it('of a source that is gone says so', async () => {
    const page = await earshot.enter('/sources/999999');
    await expect(page.getByText('There is no such source').waitFor()).resolves.toBeUndefined();
  });

  it('is tested, checked, paused and resumed by keyboard', async () => {
    const { id } = await make.source({ name: 'Keys only', nextPollAt: hoursAgo(-1) });
    const page = await earshot.enter(`/sources/${id}`, { role: 'manager' });
    const press = async (name: string) => {
      await page.getByRole('button', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
    };
    await press('Test now');
    await page.getByRole('button', { name: 'Ask it', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('23 posts in the last week').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await press('Check now');
    await page.getByText('Asking Keys only now').waitFor();
    expect(Date.parse((await detail(id)).nextPollAt)).toBeLessThan(Date.now() + 1_000);
    await press('Pause');
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect((await detail(id)).state).toBe('paused');
    await press('Resume');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await press('Remove');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.waitForURL('**/sources');
    expect((await listed()).map((source) => source.id)).not.toContain(id);
  });

  it('changes what is read, how often, and what is erased', async () => {
    const { id } = await make.source({ kind: 'town-forum', params: { query: 'zen' } });
    const page = await earshot.enter(`/sources/${id}#settings`, { role: 'manager' });
    const words = page.getByRole('textbox', { name: 'Words' });
    await words.fill('apex radio');
    await page.getByText('With new parameters it is read from the beginning.').waitFor();
    await page.getByRole('switch', { name: 'Erase what was deleted there' }).press('Space');
    await page.getByRole('button', { name: 'Save' }).click();
    await vi.waitFor(
      async () =>
        expect(await detail(id)).toMatchObject({
          params: { query: 'apex radio' },
          eraseWhenGone: true,
        }),
      soon,
    );
    await page.getByLabel('At most every … minutes').fill('30');
    await page.getByRole('button', { name: 'Set the limits' }).click();
    await vi.waitFor(
      async () =>
        expect(await detail(id)).toMatchObject({
          minIntervalSeconds: 1_800,
          intervalSeconds: 1_800,
        }),
      soon,
    );
  });

  it('reads its past as far as one wants, shows how far it is, and stops', async () => {
    const { id } = await make.source({ name: 'With a past' });
    const page = await earshot.enter(`/sources/${id}`, { role: 'manager' });
    await page.getByRole('combobox', { name: 'How far back' }).click();
    await page.getByRole('option', { name: 'the last three months' }).click();
    await page.getByRole('button', { name: 'Read its past' }).click();
    await page.getByRole('progressbar', { name: 'How far its past is read' }).waitFor();
    const [begun] = (await detail(id)).backfills;
    expect(Date.now() - Date.parse(begun?.since ?? '')).toBeGreaterThan(89 * 86_400_000);
    await earshot.database.query(
      `UPDATE backfill SET pages = 3, items = 60, oldest_at = now() - interval '45 days' WHERE id = $1`,
      [begun?.id],
    );
    await page.reload();
    await page.getByText('3 pages, 60 posts').waitFor();
    const bar = page.getByRole('progressbar', { name: 'How far its past is read' });
    expect(Number(await bar.getAttribute('value'))).toBeCloseTo(0.5, 1);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('was stopped').waitFor();
    expect((await detail(id)).backfills[0]?.status).toBe('cancelled');
  });
});

describe('notices', () => {
  it('tell of each change once, on every page, until they are dismissed', async () => {
    const page = await earshot.enter('/inbox', { role: 'on-call' });
    const told = page.getByRole('region', { name: 'Changes of sources' });
    await told.getByRole('link', { name: 'Closed garden forum' }).waitFor();
    await told.getByRole('button', { name: '1 more' }).focus();
    await page.keyboard.press('Enter');
    await told.getByText('It answers again').waitFor();
    await told.getByRole('button', { name: 'Dismiss: Town talk' }).click();
    await vi.waitFor(
      async () => expect((await other.get(NoticeList, '/notices')).total).toBe(1),
      soon,
    );
    await told.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await told.waitFor({ state: 'detached' });
    expect((await other.get(NoticeList, '/notices')).items).toEqual([]);
  });
});
