import type { SavedView } from '../app/wire.js';
import { readFilters, writeFilters } from './filters.js';

/** The digits that open the first ten views, after "g". */
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];

export interface PlacedView {
  readonly view: SavedView;
  /** null from the eleventh on. */
  readonly digit: string | null;
}

/** One's own views first, as they were saved; the digits of the others move when one is added. */
export function placedViews(views: readonly SavedView[], me: string | undefined): PlacedView[] {
  const own = views.filter(({ owner }) => owner.id === me);
  const others = views.filter(({ owner }) => owner.id !== me);
  const inOrder = [own, others].flatMap((some) =>
    some.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)),
  );
  return inOrder.map((view, at) => ({ view, digit: DIGITS[at] ?? null }));
}

/** The address of a view as this version writes it: an old one still opens, and is known again. */
export function addressOf(view: Pick<SavedView, 'address'>): string {
  return writeFilters(readFilters(new URLSearchParams(view.address))).toString();
}
