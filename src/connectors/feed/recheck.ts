import type { Recheck, Rechecked } from '../connector.js';
import { Gone, NotFound, PlaceError, RateLimited, TooLarge } from '../errors.js';
import type { HttpClient } from '../http.js';

interface Feed {
  readonly url: string;
  readonly allowPrivate?: boolean | undefined;
}

/**
 * Looks posts of a feed up by their own pages. Only the status tells: a feed does not show again
 * what left its window, and a page is not the post. Of a comment this tells no more than that
 * the page it stands on is there.
 */
export function recheckByLink<Params>(feedOf: (params: Params) => Feed): Recheck<Params> {
  return {
    most: 5,
    async look({ params, posts, http, signal }) {
      const told = new Map<string, Rechecked>();
      for (const { externalId, url } of posts) {
        if (url === null) continue;
        const look = await lookAt(http, url, feedOf(params), signal);
        // Its host wants to be left alone; the others are asked another time.
        if (look === 'pause') break;
        if (look !== null) told.set(externalId, look);
      }
      return told;
    },
  };
}

async function lookAt(
  http: HttpClient,
  url: string,
  feed: Feed,
  signal: AbortSignal,
): Promise<'there' | 'missing' | 'pause' | null> {
  // Links of a feed lead anywhere; only its own host was allowed to be in our network.
  const allowPrivate = feed.allowPrivate === true && hostOf(url) === hostOf(feed.url);
  try {
    await http.get(url, { accept: 'text/html, */*;q=0.5', allowPrivate, robots: true, signal });
    return 'there';
  } catch (error) {
    if (error instanceof NotFound || error instanceof Gone) return 'missing';
    // A page so large is there.
    if (error instanceof TooLarge) return 'there';
    if (error instanceof RateLimited) return 'pause';
    if (error instanceof PlaceError) return null;
    throw error;
  }
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}
