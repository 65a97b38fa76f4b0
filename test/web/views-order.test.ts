import { describe, expect, it } from 'vitest';
import type { SavedView, View } from '../../src/api/views.js';
import { addressOf, placedViews } from '../../src/web/inbox/views-order.js';

const view = (id: number, owner: string): View<typeof SavedView> => ({
  id: String(id),
  name: `View ${id}`,
  shared: owner !== 'me',
  address: '',
  owner: { id: owner, name: owner },
  yours: owner === 'me',
  createdAt: new Date(Date.UTC(2026, 0, id)).toISOString(),
  version: 1,
});

describe('saved views', () => {
  it('are one’s own first, oldest first, so that their digits stay', () => {
    const placed = placedViews([view(1, 'ann'), view(3, 'me'), view(2, 'me')], 'me');
    expect(placed.map(({ view: { id }, digit }) => [id, digit])).toEqual([
      ['2', '1'],
      ['3', '2'],
      ['1', '3'],
    ]);
  });

  it('have digits as far as there are some', () => {
    const many = Array.from({ length: 11 }, (_, n) => view(n + 1, 'me'));
    expect(placedViews(many, 'me').map(({ digit }) => digit)).toEqual([
      ...Array.from('1234567890'),
      null,
    ]);
  });

  it('are known by what they show, however their address was written', () => {
    expect(addressOf({ address: 'sort=priority&status=done&colour=red' })).toBe('status=done');
  });
});
