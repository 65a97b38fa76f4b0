import { z } from 'zod';
import type {
  PolledConnector,
  PollRequest,
  PollResult,
  Rechecked,
  RecheckRequest,
} from '../connector.js';
import { TimedOut, Unreachable } from '../errors.js';
import { readJson } from '../json-answer.js';
import { percentDecoded } from '../text/percent-decoded.js';
import { allowPrivate, webAddress } from '../params.js';
import { readAnswer } from './bluesky-answer.js';
import { history } from './bluesky-history.js';
import { isForMembers, itemOfView, POSTS, PostViews } from './bluesky-post.js';
import { BLUESKY_CREDENTIALS } from './bluesky-session.js';
import { isoOf, readEvent, Stretch } from './jetstream.js';

/** What is read again each time, in microseconds, as events come a little out of order. */
const OVERLAP_US = 10_000_000;
/** The same when another host is asked: each has counted the time for itself. */
const OVERLAP_OF_OTHERS_US = 60_000_000;
/** How far back the first poll of all goes. */
const FIRST_US = 300_000_000;
/** A stream that begins this much after what was asked for no longer has what was between. */
const GAP_US = 600_000_000;
/** Closer to the present than this is caught up. */
const NOW_US = 2_000_000;
/** Longest reading in one poll, on the first and later; the rest is read in the next. */
const FIRST_MS = 10_000;
const MAX_MS = 60_000;
/** Characters read in one poll at most. */
const MAX_LENGTH = 400_000_000;
const PUBLIC_HOSTS = /(?:^|\.)bsky\.network$/;

const BlueskyParams = z.strictObject({
  stream: z
    .url({ protocol: /^wss?$/, error: 'must be the address of a stream, beginning with wss://' })
    .default('wss://jetstream2.us-east.bsky.network/subscribe')
    .meta({
      title: 'Stream',
      description: 'Address of a Jetstream server, of Bluesky or your own',
    }),
  search: z.string().trim().min(1).max(200).optional().meta({
    title: 'Search words for the past',
    description: 'Only to fill in the past, with an account; new posts are heard in the stream',
  }),
  service: webAddress.default('https://bsky.social').meta({
    title: 'Sign-in server',
    description: 'Where the account is that searches the past',
  }),
  appView: webAddress.default('https://public.api.bsky.app').meta({
    title: 'Public interface',
    description: 'Where posts are looked up again, to hear of edits and deletions',
  }),
  allowPrivate,
});

export type BlueskyParams = z.output<typeof BlueskyParams>;

/** Bluesky, by the stream of all posts, of which only the wanted are kept. */
export const blueskyConnector: PolledConnector<BlueskyParams> = {
  kind: 'bluesky',
  genre: 'social',
  name: 'Bluesky',
  title: 'Bluesky: every public post as it is written, with edits and deletions',
  terms: {
    access: 'open',
    note: 'The stream is open to any program and repeats about the last day, so a longer stop loses posts. Searching is for people who are signed in and serves here only to fill in the past. Authors who show their posts to members only cannot be told in the stream. What is deleted must be deleted here, too.',
    eraseWhenGone: true,
  },
  credentials: BLUESKY_CREDENTIALS,
  params: BlueskyParams,
  locate({ stream }) {
    const { host } = new URL(stream);
    const isPublic = PUBLIC_HOSTS.test(host);
    return {
      // Whichever of its hosts tells it, the stream is one.
      locator: isPublic ? 'bluesky' : host,
      host,
      name: isPublic ? 'Bluesky' : `Bluesky by ${host}`,
      url: 'https://bsky.app/',
    };
  },
  fromAddress({ hostname, pathname, searchParams }) {
    if (hostname !== 'bsky.app' || !/^\/(?:search|hashtag\/[^/]+)?$/.test(pathname)) return null;
    const tag = /^\/hashtag\/(.+)$/.exec(pathname)?.[1];
    const search = tag === undefined ? searchParams.get('q') : `#${percentDecoded(tag)}`;
    return BlueskyParams.safeParse({ ...(search ? { search } : {}) }).data ?? null;
  },
  parse: ({ body }) => Promise.resolve().then(() => readAnswer(body)),
  poll,
  history,
  recheck: { most: 25, look },
};

const Cursor = z.object({ host: z.string(), timeUs: z.int().positive() });

async function poll(request: PollRequest<BlueskyParams>): Promise<PollResult> {
  const startedUs = Date.now() * 1000;
  const { host } = new URL(request.params.stream);
  const left = Cursor.safeParse(request.cursor).data ?? null;
  const overlap = left?.host === host ? OVERLAP_US : OVERLAP_OF_OTHERS_US;
  const from = left === null ? startedUs - FIRST_US : left.timeUs - overlap;
  const stretch = await readFrom(request, from, left === null ? FIRST_MS : MAX_MS, startedUs);
  const newest = stretch.newest;
  if (newest === null) {
    // Even without a single new post, the overlap would have been told again.
    throw new TimedOut(
      `The stream of ${host} opens, but tells nothing. If this goes on, use another of its hosts.`,
    );
  }
  return {
    outcome: 'items',
    place: { title: 'Bluesky', link: 'https://bsky.app/' },
    items: stretch.items,
    cursor: { host, timeUs: newest },
    validators: null,
    freshForSeconds: null,
    complete: left === null || (stretch.first ?? newest) - left.timeUs < GAP_US,
    gone: stretch.gone,
    goneAuthors: stretch.goneAuthors,
    passed: { count: stretch.count, newestAt: isoOf(newest) },
  };
}

/** Reads until the present, or until it was enough for once; what came before a break counts. */
async function readFrom(
  { params, http, signal, wanted }: PollRequest<BlueskyParams>,
  fromUs: number,
  forMs: number,
  nowUs: number,
): Promise<Stretch> {
  const url = new URL(params.stream);
  url.searchParams.set('wantedCollections', POSTS);
  url.searchParams.set('cursor', String(fromUs));
  const stretch = new Stretch(wanted);
  const enough = AbortSignal.timeout(forMs);
  const options = {
    allowPrivate: params.allowPrivate === true,
    signal: AbortSignal.any([signal, enough]),
  };
  let length = 0;
  try {
    for await (const message of http.socket(url.href, options)) {
      const event = readEvent(message);
      stretch.take(event);
      length += message.length;
      if (event.time_us >= nowUs - NOW_US || length > MAX_LENGTH) break;
    }
  } catch (error) {
    signal.throwIfAborted();
    const isBreak = error instanceof Unreachable || error instanceof TimedOut;
    if (!enough.aborted && (!isBreak || stretch.newest === null)) throw error;
  }
  return stretch;
}

/** Posts that are not among those asked for are gone, or their authors are. */
async function look({
  params,
  posts,
  http,
  signal,
}: RecheckRequest<BlueskyParams>): Promise<Map<string, Rechecked>> {
  const url = new URL('/xrpc/app.bsky.feed.getPosts', params.appView);
  for (const { externalId } of posts) url.searchParams.append('uris', externalId);
  const reply = await http.get(url.href, { signal });
  const found = readJson(reply.body, PostViews, 'Bluesky').posts;
  const views = new Map(found.map((view) => [view.uri, view]));
  return new Map(
    posts.map(({ externalId }): [string, Rechecked] => {
      const view = views.get(externalId);
      if (view === undefined) return [externalId, 'missing'];
      return [externalId, isForMembers(view) ? 'there' : itemOfView(view, true)];
    }),
  );
}
