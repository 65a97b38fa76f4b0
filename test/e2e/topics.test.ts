import { describe, expect, it, vi } from 'vitest';
import { FullTaxonomy, ProposalList, TaxonomyVersionList } from '../../src/api/views.js';
import { startEarshot } from './earshot.js';
import { makeTopicsWorld } from './topics.world.js';

const earshot = await startEarshot();
const { database } = earshot;
await makeTopicsWorld(earshot);
const owner = await earshot.as('product-owner');
const soon = { timeout: 10_000, interval: 20 };
const topicsOf = async (words: string) =>
  (
    await database.query<{ topics: string[] }[]>(
      `SELECT topics FROM mention WHERE text LIKE '%' || $1 || '%' ORDER BY id LIMIT 1`,
      [words],
    )
  )[0]?.topics;
const inForce = async () => (await owner.get(FullTaxonomy, '/taxonomy/full')).taxonomy.topics;

describe('editing topics', () => {
  it('shows what would move before it is saved, re-labels what is stored, and can be undone', async () => {
    const page = await earshot.enter('/topics/edit/product-quality', { role: 'product-owner' });
    const seeds = page.getByRole('combobox', {
      name: 'Phrases that name it in nearly any context',
    });
    await seeds.fill('parcel');
    await seeds.press('Enter');
    const effect = page.getByRole('region', { name: 'What this would do' });
    await effect.getByText('1 stored mention would move.').waitFor();
    await effect.getByText('“parcel”').waitFor();
    expect(await topicsOf('My parcel')).toEqual(['delivery']);
    await page.getByPlaceholder('Why (for the history)').fill('parcels break, too');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Version 2 is saved').waitFor();
    await vi.waitFor(
      async () => expect(await topicsOf('My parcel')).toEqual(['delivery', 'product-quality']),
      soon,
    );
    await page.getByRole('button', { name: /Undo/ }).click();
    await vi.waitFor(async () => expect(await topicsOf('My parcel')).toEqual(['delivery']), soon);
    const { items } = await owner.get(TaxonomyVersionList, '/taxonomy/versions');
    expect(items.map(({ note }) => note).slice(0, 2)).toEqual([
      'took the last change back',
      'parcels break, too',
    ]);
  });

  it('adds and removes a topic by keyboard, and says what is missing', async () => {
    const page = await earshot.enter('/topics/edit', { role: 'product-owner' });
    await page.getByRole('button', { name: 'Add' }).click();
    await page.keyboard.type('Oat milk');
    await page.getByText('Stored as oat-milk, for good').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('It needs at least two examples.').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('Examples').fill('no oat milk\nthey forgot the oat milk');
    await page.getByText('41 topics').waitFor({ state: 'hidden' });
    await page.getByText('1 topic changed, not saved yet.').waitFor();
    await page.getByRole('button', { name: 'Remove this topic' }).click();
    await page.getByText('Choose a topic').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
  });

  it('goes back to an earlier version', async () => {
    const [first, ...rest] = await inForce();
    const { version } = await owner.get(FullTaxonomy, '/taxonomy/full');
    const taxonomy = {
      ...(await owner.get(FullTaxonomy, '/taxonomy/full')).taxonomy,
      topics: rest,
    };
    await owner.ask(FullTaxonomy, 'PUT', '/taxonomy', { body: { taxonomy, basedOn: version } });
    const page = await earshot.enter('/topics/history', { role: 'product-owner' });
    await page.getByRole('button', { name: 'Go back to version 1', exact: true }).click();
    await page.getByText(/stored mentions? would move/).waitFor();
    await page.getByRole('button', { name: 'Put version 1 in force again' }).click();
    await vi.waitFor(async () => expect((await inForce())[0]?.key).toBe(first?.key), soon);
  });

  it('is only for who answers for them; others may look', async () => {
    const page = await earshot.enter('/topics/edit/delivery', { role: 'community-manager' });
    await page.getByLabel('Name', { exact: true }).waitFor();
    expect(await page.getByLabel('Name', { exact: true }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Add' }).count()).toBe(0);
  });
});

describe('new patterns', () => {
  it('are found on request, rejected and taken back', async () => {
    const page = await earshot.enter('/topics/proposals', { role: 'product-owner' });
    await page.getByText('of 11 complaints in 4 weeks carry no topic').waitFor();
    await page.getByRole('button', { name: 'Look now' }).click();
    const card = page.getByRole('listitem').filter({ hasText: '6 complaints by 6 people' });
    await card.getByRole('heading', { name: /oat milk/i }).waitFor();
    expect(await card.getByRole('blockquote').count()).toBeGreaterThanOrEqual(5);
    await card.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('No new pattern').waitFor();
    await page.getByRole('button', { name: /Undo/ }).click();
    await card.first().waitFor();
  });

  it('become a topic through the same preview', async () => {
    const page = await earshot.enter('/topics/proposals', { role: 'product-owner' });
    await page.getByRole('button', { name: 'Make it a topic …' }).click();
    const effect = page.getByRole('region', { name: 'What this would do' });
    await effect.getByText(/[56] stored mentions would move\./).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**/topics/proposals');
    await page.getByText('No new pattern').waitFor();
    const { items } = await owner.get(ProposalList, '/topic-proposals?state=accepted');
    const key = items[0]?.topic;
    expect((await inForce()).map((topic) => topic.key)).toContain(key);
    await vi.waitFor(async () => expect(await topicsOf('oat milk')).toEqual([key]), soon);
  });
});
