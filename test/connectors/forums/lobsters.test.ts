import { describe, expect, it } from 'vitest';
import { polledConnectorFor } from '../../../src/connectors/index.js';
import { HttpBench } from '../http-bench.js';
import { ask, brief, found, poll, read } from './asking.js';
import { json } from './places.js';

const bench = new HttpBench();

describe('lobsters', () => {
  it('stays off until the operator allows it', () => {
    expect(polledConnectorFor('lobsters').terms.access).toBe('restricted');
  });

  it('reads a story with its comments, of either time', async () => {
    const { items, gone } = await read('lobsters', 'lobsters-story.json');
    const title = 'Kettles that need an account';
    expect(items.map(brief)).toEqual([
      { externalId: 'abc123', title, text: 'Why?', parentId: null },
      { externalId: 'c1', title, text: 'Mine leaks', parentId: 'abc123' },
    ]);
    expect(items[0]).toMatchObject({
      url: 'https://lobste.rs/s/abc123',
      publishedAt: '2026-01-10T12:01:00.000Z',
      author: { handle: 'amy', url: 'https://lobste.rs/~amy' },
    });
    expect(gone).toEqual(['c2']);
  });

  it('asks for the tags alone when there are some', async () => {
    const params = { tags: ['hardware', 'web'] };
    const asked = await ask(
      bench,
      'lobsters',
      params,
      json(() => []),
    );
    expect((await poll(asked)).items).toEqual([]);
    expect(asked.paths().at(-1)).toBe('/t/hardware,web.json');
  });

  it.each([
    ['https://lobste.rs/', ''],
    ['https://lobste.rs/t/web,hardware', 'hardware,web'],
    ['https://example.com/t/web', null],
  ])('knows by %s what is meant', (address, locator) => {
    expect(found('lobsters', address)).toBe(locator);
  });
});
