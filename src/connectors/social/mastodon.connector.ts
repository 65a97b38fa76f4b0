import { z } from 'zod';
import type { Asking, PolledConnector } from '../connector.js';
import type { Headers } from '../http.js';
import { paged, type AnsweredPage } from '../paged.js';
import { percentDecoded } from '../text/percent-decoded.js';
import { allowPrivate, webAddress } from '../params.js';
import { look } from './mastodon-recheck.js';
import { askServer, noAccess, ACCESS_VARIABLE, tokenFor } from './mastodon-server.js';
import { itemsOf, readStatuses } from './mastodon-status.js';

/** Most that Mastodon gives at a time. */
const PER_PAGE = 40;

const MastodonParams = z.strictObject({
  server: webAddress.meta({
    title: 'Server',
    description:
      'Address of a server that speaks the interface of Mastodon: https://mastodon.social',
  }),
  tags: z
    .array(
      z
        .string()
        .trim()
        .regex(/^#?[\p{L}\p{M}\p{N}_]{1,100}$/u, 'must be one tag, without spaces'),
    )
    .max(5)
    .default([])
    .meta({
      title: 'Tags',
      description: 'Posts that carry any of these tags, five at most; none for all public posts',
    }),
  search: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({
      title: 'Search words',
      description: `Instead of tags; needs an access token for the server (${ACCESS_VARIABLE}), and finds only authors who let themselves be found`,
    }),
  localOnly: z.boolean().optional().meta({
    title: 'Only from this server',
    description: 'Leaves out posts that the server knows from others',
  }),
  allowPrivate,
});

export type MastodonParams = z.output<typeof MastodonParams>;

/** Mastodon, and servers with the same interface (GoToSocial, Pleroma, Akkoma and others). */
export const mastodonConnector: PolledConnector<MastodonParams> = {
  kind: 'mastodon',
  genre: 'social',
  name: 'Mastodon',
  title: 'Mastodon: posts with a tag, or all public posts that a server knows',
  terms: {
    access: 'open',
    note: 'Tag pages and public timelines are open unless a server closes them; 300 questions in five minutes. Posts that are not public are left out, and so are authors who are not to be indexed or found, or have #nobot in their profile. A server knows only part of what is written elsewhere, so ask several: the same post is stored once.',
    eraseWhenGone: true,
  },
  credentials: [
    {
      env: ACCESS_VARIABLE,
      title:
        'Access tokens as "server=token", several apart by spaces; for closed servers and search',
      required: false,
    },
  ],
  params: MastodonParams,
  locate(params) {
    const { origin, host } = new URL(params.server);
    const what =
      params.search ??
      (named(params)
        .map((tag) => `#${tag}`)
        .join(', ') ||
        'all posts');
    const [first] = named(params);
    return {
      locator: `${host} ${what.toLowerCase()}${params.localOnly === true ? ' local' : ''}`,
      host,
      name: `${what} on ${host}`,
      url: first === undefined ? `${origin}/public` : `${origin}/tags/${encodeURIComponent(first)}`,
    };
  },
  fromAddress({ origin, pathname }) {
    const tag = /^\/(?:web\/)?tags\/([^/]+)$/.exec(pathname)?.[1];
    if (tag === undefined) return null;
    return MastodonParams.safeParse({ server: origin, tags: [percentDecoded(tag)] }).data ?? null;
  },
  parse: ({ body }) =>
    Promise.resolve().then(() => ({
      place: { title: null, link: null },
      items: itemsOf(readStatuses(body)),
    })),
  ...paged(page),
  recheck: { most: 20, look },
};

function named({ tags }: MastodonParams): string[] {
  return tags.map((tag) => tag.replace(/^#/, ''));
}

async function page(asking: Asking<MastodonParams>, maxId: string | null): Promise<AnsweredPage> {
  const { params } = asking;
  if (params.search !== undefined && tokenFor(asking, params.server) === null) {
    throw noAccess(params.server, 'does not let itself be searched');
  }
  const reply = await askServer(asking, address(params, maxId), [401, 422]);
  if (reply.status !== 200) throw noAccess(params.server, 'shows its posts to members only');
  const statuses = readStatuses(reply.body);
  const last = params.search === undefined ? null : (statuses.at(-1)?.id ?? null);
  return {
    items: itemsOf(statuses),
    next: olderThan(reply.headers['link'] ?? '') ?? last,
    freshForSeconds: pauseOf(reply.headers),
  };
}

function address(params: MastodonParams, maxId: string | null): URL {
  const [first, ...others] = named(params);
  const path =
    params.search !== undefined
      ? '/api/v2/search'
      : `/api/v1/timelines/${first === undefined ? 'public' : `tag/${encodeURIComponent(first)}`}`;
  const url = new URL(path, params.server);
  if (params.search !== undefined) {
    url.searchParams.set('q', params.search);
    url.searchParams.set('type', 'statuses');
  } else others.forEach((tag) => url.searchParams.append('any[]', tag));
  url.searchParams.set('limit', String(PER_PAGE));
  if (params.localOnly === true) url.searchParams.set('local', 'true');
  if (maxId !== null) url.searchParams.set('max_id', maxId);
  return url;
}

/** The `max_id` of `Link: <…>; rel="next"`. */
function olderThan(link: string): string | null {
  const address = /<([^<>]*)>\s*;\s*rel="?next"?/.exec(link)?.[1] ?? '';
  return URL.canParse(address) ? new URL(address).searchParams.get('max_id') : null;
}

/** Seconds until questions are allowed again, when this was the last. */
function pauseOf(headers: Headers): number | null {
  const reset = Date.parse(headers['x-ratelimit-reset'] ?? '');
  if (headers['x-ratelimit-remaining'] !== '0' || Number.isNaN(reset)) return null;
  return Math.max(0, Math.ceil((reset - Date.now()) / 1000));
}
