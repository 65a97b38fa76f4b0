import type { FeedDocument } from './document.js';

/** Pages of a WordPress feed asked for at most, should one show the same posts on every page. */
const MOST_PAGES = 200;

/**
 * The page of older posts of a WordPress feed, which has them and does not say so (`?paged=2`).
 * Feeds of comments have none: they show their newest on every page.
 *
 * @param url of the page that the document is
 */
export function olderPage({ generator, entries }: FeedDocument, url: string): string | null {
  if (generator === null || !/wordpress/i.test(generator) || entries.length === 0) return null;
  if (entries.some(({ id }) => id?.includes('#comment-') === true)) return null;
  const next = new URL(url);
  const page = Number(next.searchParams.get('paged') ?? 1) + 1;
  if (!(page <= MOST_PAGES)) return null;
  next.searchParams.set('paged', String(page));
  return next.href;
}
