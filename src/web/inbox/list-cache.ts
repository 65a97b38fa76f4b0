/** Pure changes of the loaded pages. */
import type { InfiniteData } from '@tanstack/react-query';
import type { Mention, MentionPage } from '../app/wire.js';

export type Pages = InfiniteData<MentionPage>;
/** Where a row stood, so that undo can put it back. */
export interface Spot {
  readonly page: number;
  readonly at: number;
}

export function rowsOf(data: Pages | undefined): Mention[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

function withItems(data: Pages, change: (items: Mention[], page: number) => Mention[]): Pages {
  return {
    ...data,
    pages: data.pages.map((page, index) => ({ ...page, items: change(page.items, index) })),
  };
}

export function spotOf(data: Pages, id: string): Spot | null {
  for (const [page, { items }] of data.pages.entries()) {
    const at = items.findIndex((item) => item.id === id);
    if (at >= 0) return { page, at };
  }
  return null;
}

export function replaceRow(data: Pages, row: Mention): Pages {
  return withItems(data, (items) => items.map((item) => (item.id === row.id ? row : item)));
}

export function removeRow(data: Pages, id: string): Pages {
  return withItems(data, (items) => items.filter((item) => item.id !== id));
}

export function insertRow(data: Pages, row: Mention, spot: Spot): Pages {
  return withItems(removeRow(data, row.id), (items, page) =>
    page === spot.page ? items.toSpliced(spot.at, 0, row) : items,
  );
}

/** Takes over what is newer of rows that are on the screen, without moving any. */
export function refreshRows(data: Pages, fresh: readonly Mention[]): Pages {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  return withItems(data, (items) =>
    items.map((item) => {
      const now = byId.get(item.id);
      // A change of this screen may be newer than the answer that was on its way.
      return now === undefined || now.version < item.version ? item : now;
    }),
  );
}

/** How many rows of a fresh first page are not on the screen yet. */
export function countNew(data: Pages, fresh: readonly Mention[]): number {
  const known = new Set(rowsOf(data).map((row) => row.id));
  return fresh.filter((row) => !known.has(row.id)).length;
}
