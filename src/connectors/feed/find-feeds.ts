import { PlaceError, RateLimited } from '../errors.js';
import type { HttpClient } from '../http.js';
import { decodeText } from '../text/decode.js';
import { discoverFeeds, isPage, type FoundFeed } from './discovery.js';
import { ACCEPT, type FeedAddress } from './poll.js';
import { readDocument } from './read.js';
import { notAFeed } from './sniff.js';

/** Where feeds stand that their page does not name: WordPress and many others, Jekyll, Ghost, Hugo. */
const CUSTOMARY = ['feed/', 'rss', 'atom.xml', 'feed.xml', 'index.xml'];

/**
 * Finds the feeds behind an address that a person gave: the address itself when it is a feed, else
 * those that the page there names, else the first that stands at a customary address.
 *
 * @throws the errors of http.ts; Unreadable when there is neither a feed nor a page that has one
 */
export async function findFeeds(
  http: HttpClient,
  { url, allowPrivate = false }: FeedAddress,
  signal: AbortSignal,
): Promise<FoundFeed[]> {
  const ask = { allowPrivate, robots: !allowPrivate, signal };
  const reply = await http.get(url, { accept: `${ACCEPT}, text/html`, ...ask });
  const text = decodeText(reply.body, reply.headers['content-type']);
  const itself = asFeed(text, reply);
  if (itself !== null) return [itself];
  const named = discoverFeeds(text, reply.url);
  if (named.length > 0) return named;
  if (!isPage(text)) throw notAFeed(text);
  for (const path of CUSTOMARY) {
    const found = await tryAt(http, new URL(path, directory(reply.url)).href, ask);
    if (found === 'stop') break;
    if (found !== null) return [found];
  }
  throw notAFeed(text);
}

type Ask = { allowPrivate: boolean; robots: boolean; signal: AbortSignal };

/** @returns `stop` when the place has had enough of our questions */
async function tryAt(http: HttpClient, url: string, ask: Ask): Promise<FoundFeed | 'stop' | null> {
  try {
    const reply = await http.get(url, { accept: ACCEPT, ...ask });
    return asFeed(decodeText(reply.body, reply.headers['content-type']), reply);
  } catch (error) {
    if (error instanceof RateLimited) return 'stop';
    if (error instanceof PlaceError) return null;
    throw error;
  }
}

function asFeed(
  text: string,
  { url, headers }: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
): FoundFeed | null {
  const document = readDocument(text, url);
  if (document === null) return null;
  return { url, title: document.title, type: headers['content-type'] ?? '' };
}

/** Of `https://a.example/blog` that is `https://a.example/blog/`, of `…/blog/x.html` the same. */
function directory(url: string): string {
  const { origin, pathname } = new URL(url);
  const isFile = /\.[a-z]{2,5}$/i.test(pathname);
  const path = isFile ? pathname.replace(/[^/]*$/, '') : pathname.replace(/\/?$/, '/');
  return `${origin}${path}`;
}
