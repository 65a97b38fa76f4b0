import { describe, expect, it } from 'vitest';
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
import { aMention } from './a-mention.js';

const row = (id: string, version = 1) => aMention({ id, version });
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

  it('keep a change of this screen against an answer that is older', () => {
    const now = refreshRows(pages(['2'], ['1']), [row('2', 0), row('1', 2)]);
    expect(rowsOf(now).map(({ version }) => version)).toEqual([1, 2]);
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
