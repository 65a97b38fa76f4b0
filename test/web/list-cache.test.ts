import { describe, expect, it } from 'vitest';
import type { MentionSummary, View } from '../../src/api/views.js';
import {
  countNew,
  insertRow,
  refreshRows,
  removeRow,
  replaceRow,
  rowsOf,
  spotOf,
  type Pages,
} from '../../src/web/inbox/list-cache.js';

type Mention = View<typeof MentionSummary>;

const row = (id: string, version = 1): Mention => ({
  id,
  sourceId: '1',
  sourceName: 'Forum',
  sourceKind: 'feed',
  monitors: [],
  author: null,
  url: null,
  title: null,
  excerpt: 'Words',
  rating: null,
  publishedAt: null,
  fetchedAt: '2026-03-01T10:00:00.000Z',
  goneAt: null,
  erasedAt: null,
  status: 'new',
  complaint: null,
  sentiment: null,
  topics: [],
  corrected: false,
  priority: null,
  reasons: [],
  taskId: null,
  version,
});
const pages = (...ids: string[][]): Pages => ({
  pages: ids.map((items) => ({ items: items.map((id) => row(id)), next: null })),
  pageParams: ids.map(() => null),
});
const ids = (data: Pages): string[] => rowsOf(data).map(({ id }) => id);

describe('the rows on the screen', () => {
  it('stay where they are when newer ones arrive', () => {
    const shown = pages(['3', '2'], ['1']);
    const fresh = [row('4'), row('2', 7), row('3')];
    const now = refreshRows(shown, fresh);
    expect(ids(now)).toEqual(['3', '2', '1']);
    expect(rowsOf(now)[1]?.version).toBe(7);
    expect(countNew(shown, fresh)).toBe(1);
  });

  it('go and come back to the same place', () => {
    const shown = pages(['3', '2'], ['1', '0']);
    const spot = spotOf(shown, '1');
    expect(spot).toEqual({ page: 1, at: 0 });
    const without = removeRow(shown, '1');
    expect(ids(without)).toEqual(['3', '2', '0']);
    expect(spotOf(without, '1')).toBeNull();
    expect(ids(insertRow(without, row('1'), { page: 1, at: 0 }))).toEqual(['3', '2', '1', '0']);
  });

  it('never show one mention twice', () => {
    expect(ids(insertRow(pages(['2', '1']), row('1'), { page: 0, at: 0 }))).toEqual(['1', '2']);
  });

  it('change alone', () => {
    const now = replaceRow(pages(['2', '1']), row('1', 5));
    expect(rowsOf(now).map(({ version }) => version)).toEqual([1, 5]);
  });
});
