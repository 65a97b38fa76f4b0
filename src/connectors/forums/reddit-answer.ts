import { z } from 'zod';
import type { Item, ItemAuthor } from '../../domain/mention.js';
import { Unreadable } from '../errors.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { decodeEntities } from '../text/entities.js';
import { tidy, tidyLine } from '../text/plain-text.js';
import { fromUnix } from './unix-time.js';

const SITE = 'https://www.reddit.com';

/** A link (t3) or comment (t1); `more` stubs, accounts and communities are passed over. */
const Thing = z.object({
  name: z.string().regex(/^t[13]_[a-z0-9]+$/i),
  author: z.string().nullish(),
  title: z.string().nullish(),
  selftext: z.string().nullish(),
  selftext_html: z.string().nullish(),
  body: z.string().nullish(),
  body_html: z.string().nullish(),
  created_utc: z.number(),
  edited: z.union([z.boolean(), z.number()]).nullish(),
  permalink: z.string().nullish(),
  link_id: z.string().nullish(),
  link_title: z.string().nullish(),
  link_permalink: z.string().nullish(),
  parent_id: z.string().nullish(),
  subreddit: z.string().nullish(),
  link_flair_text: z.string().nullish(),
  removed_by_category: z.string().nullish(),
});
type Thing = z.output<typeof Thing>;

const Child = z.object({
  kind: z.string(),
  data: z.looseObject({ replies: z.unknown().optional() }),
});

const Listing = z.object({
  kind: z.literal('Listing'),
  data: z.object({ children: z.array(Child), after: z.string().nullish() }),
});
type Listing = z.output<typeof Listing>;

/** What was just written or changed comes back in a form of its own. */
const Written = z.object({ json: z.object({ data: z.object({ things: z.array(Child) }) }) });

export interface RedditAnswer {
  readonly items: readonly Item[];
  readonly gone: readonly string[];
  /** Full name after which the listing goes on. */
  readonly after: string | null;
}

/**
 * Reads a listing (of a community, of a search, by ids) or a link with its tree of comments.
 *
 * @throws Unreadable
 */
export function readReddit(body: Uint8Array): RedditAnswer {
  const schema = z.union([Listing, z.array(Listing).min(1), Written]);
  const answer = readJson(body, schema, 'Reddit');
  const listings: Listing[] =
    'json' in answer
      ? [{ kind: 'Listing', data: { children: answer.json.data.things } }]
      : Array.isArray(answer)
        ? answer
        : [answer];
  const things = listings.flatMap(thingsOf);
  const tells = listings.some(({ data }) => data.children.some(isPost));
  if (tells && things.length === 0) throw new Unreadable(CHANGED);
  return {
    items: things.filter((thing) => !isGone(thing)).map(itemOf),
    gone: things.filter(isGone).map(({ name }) => name),
    after: listings.length === 1 ? (listings[0]?.data.after ?? null) : null,
  };
}

const CHANGED =
  'Reddit sent posts of a form that Earshot does not know. Its interface may have changed; look for a newer Earshot.';

const isPost = ({ kind }: z.output<typeof Child>): boolean => kind === 't1' || kind === 't3';

/** Not by recursion: a tree may be as deep as its sender likes. */
function thingsOf(listing: Listing): Thing[] {
  const things: Thing[] = [];
  const open = [...listing.data.children].reverse();
  for (let child = open.pop(); child !== undefined; child = open.pop()) {
    const thing = isPost(child) ? Thing.safeParse(child.data) : null;
    if (thing?.success) things.push(thing.data);
    const replies = Listing.safeParse(child.data.replies);
    if (replies.success) open.push(...[...replies.data.data.children].reverse());
  }
  return things;
}

/**
 * Whether the author or a moderator took the text away. An account that is gone leaves its texts
 * behind, and a link that the place holds back may still be shown with its text.
 */
function isGone({ author, title, body, selftext, removed_by_category: remover }: Thing): boolean {
  const text = body ?? selftext ?? '';
  if (/^\[\s*(?:deleted|removed)(?: by [^\]]{1,40})?\s*\]$/i.test(text.trim())) return true;
  if (/^\[\s*(?:deleted|removed) by [^\]]{1,40}\]$/i.test((title ?? '').trim())) return true;
  return Boolean(remover) && author === '[deleted]' && text.trim() === '';
}

function itemOf(thing: Thing): Item {
  const isLink = thing.name.startsWith('t3_');
  const { edited } = thing;
  const readable = unescaper(thing);
  const title = tidyLine(readable((isLink ? thing.title : thing.link_title) ?? ''));
  return {
    externalId: thing.name,
    url: addressOf(thing),
    title: title === '' ? null : title,
    text: tidy(readable(thing.body ?? thing.selftext ?? '')),
    author: authorOf(thing.author),
    publishedAt: fromUnix(thing.created_utc),
    updatedAt: typeof edited === 'number' ? fromUnix(edited) : null,
    rating: null,
    tags: [thing.subreddit, thing.link_flair_text].filter((tag) => typeof tag === 'string'),
    parentId: isLink ? null : (thing.parent_id ?? thing.link_id ?? null),
    language: null,
  };
}

/** Without `raw_json=1` Reddit escapes `&`, `<` and `>` in all texts; its HTML shows whether it did. */
function unescaper({ body_html, selftext_html }: Thing): (text: string) => string {
  const isEscaped = /^\s*&lt;/.test(body_html ?? selftext_html ?? '');
  return isEscaped ? decodeEntities : (text) => text;
}

function addressOf({ name, permalink, link_permalink, link_id }: Thing): string | null {
  if (permalink) return absoluteUrl(permalink.replace(/[?#].*$/s, ''), SITE);
  const id = name.slice(3);
  if (name.startsWith('t3_')) return `${SITE}/comments/${id}/`;
  if (link_permalink) return absoluteUrl(`${link_permalink.replace(/\/?$/, '/')}${id}/`, SITE);
  return link_id ? `${SITE}/comments/${link_id.slice(3)}/_/${id}/` : null;
}

export function authorOf(handle: string | null | undefined): ItemAuthor | null {
  if (!handle || handle === '[deleted]') return null;
  return { name: handle, handle, url: `${SITE}/user/${encodeURIComponent(handle)}` };
}
