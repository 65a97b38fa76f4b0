import type { Validators } from '../domain/validators.js';
import type { Asking, Audit, Connector, HistoryPage, Place, PollResult } from './connector.js';
import type { PlaceError } from './errors.js';
import { readCursor, walkPages, type Page } from './paging.js';

/** One page of a place, newest post first. */
export interface AnsweredPage extends Page {
  readonly place?: Place;
  /** How long the place says that its answer stays fresh; null or absent when it does not say. */
  readonly freshForSeconds?: number | null;
  readonly validators?: Validators | null;
  readonly audit?: Audit | null;
  readonly gone?: readonly string[];
  /** The new address of the newest page, when every redirect to it was a permanent one. */
  readonly movedTo?: string | null;
}

const NOWHERE: Place = { title: null, link: null };

/**
 * Polling and history of a place that is read page by page, newest first: on to the posts known
 * from last time, with the page they stand on as overlap.
 *
 * @param page asks for one page; `next` is what the page before gave, null for the newest.
 *   Pages are asked one after the other.
 */
export function paged<Params>(
  page: (asking: Asking<Params>, next: string | null) => Promise<AnsweredPage>,
): Required<Pick<Connector<Params>, 'poll' | 'history'>> {
  return {
    async poll(request): Promise<PollResult> {
      const first = await page(request, null);
      const gone = [...(first.gone ?? [])];
      const walk = await walkPages(first, readCursor(request.cursor), async (next) => {
        const older = await page(request, next);
        gone.push(...(older.gone ?? []));
        return older;
      });
      return {
        outcome: 'items',
        place: first.place ?? NOWHERE,
        items: walk.items,
        cursor: walk.cursor,
        validators: first.validators ?? null,
        freshForSeconds: longest(first.freshForSeconds ?? null, pauseAskedFor(walk.failure)),
        complete: walk.cursor?.gap === null && !walk.isLost,
        audit: first.audit ?? null,
        gone,
        movedTo: first.movedTo ?? null,
      };
    },
    async history({ position, ...asking }): Promise<HistoryPage> {
      const { items, next } = await page(asking, position);
      return { items, next };
    },
  };
}

export function longest(...seconds: (number | null)[]): number | null {
  const stated = seconds.filter((value) => value !== null);
  return stated.length === 0 ? null : Math.max(...stated);
}

/** A further page may answer "wait": then the whole place is left alone that long. */
export function pauseAskedFor(failure: PlaceError | null): number | null {
  const retryAt = failure?.retryAt ?? null;
  return retryAt === null ? null : Math.max(0, Math.ceil((retryAt.getTime() - Date.now()) / 1000));
}
