import { describe, expect, it } from 'vitest';
import {
  isEmpty,
  isSelected,
  NOTHING,
  toggled,
  within,
  withRange,
  type Selection,
} from '../../src/web/inbox/selection.js';

const rows = ['5', '4', '3', '2', '1'].map((id) => ({ id }));
const ids = (selection: Selection): string[] => [...selection.ids].toSorted();
const all: Selection = { ids: new Set(['5', '4', '3', '2', '1']), all: true };

describe('the selection', () => {
  it('takes one in and out again', () => {
    const one = toggled(NOTHING, '3', rows);
    expect(ids(one)).toEqual(['3']);
    expect(isEmpty(toggled(one, '3', rows))).toBe(true);
  });

  it('goes from one row to another in either direction and keeps what it had', () => {
    expect(ids(withRange(NOTHING, rows, '4', '2'))).toEqual(['2', '3', '4']);
    const more = withRange(toggled(NOTHING, '5', rows), rows, '1', '2');
    expect(ids(more)).toEqual(['1', '2', '5']);
  });

  it('stays as it is where an end of the range is not in the list', () => {
    expect(withRange(NOTHING, rows, 'gone', '2')).toBe(NOTHING);
  });

  it('of all matches holds also what is not loaded', () => {
    expect(isSelected(all, 'not loaded')).toBe(true);
    expect(isSelected({ ids: new Set(['1']), all: false }, 'not loaded')).toBe(false);
  });

  it('of all matches becomes the loaded ones without the one that is taken out', () => {
    const without = toggled(all, '4', rows);
    expect(without.all).toBe(false);
    expect(ids(without)).toEqual(['1', '2', '3', '5']);
  });

  it('loses what has left the list, and is the same object while nothing has', () => {
    const some: Selection = { ids: new Set(['5', '1']), all: false };
    expect(within(some, rows)).toBe(some);
    expect(ids(within(some, rows.slice(0, 2)))).toEqual(['5']);
  });
});
