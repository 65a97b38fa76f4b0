import { z } from 'zod';
import type { Item, ItemAuthor } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { readDate } from '../text/dates.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { htmlToText, tidy, tidyLine } from '../text/plain-text.js';

const Account = z.object({
  acct: z.string(),
  username: z.string().nullish(),
  display_name: z.string().nullish(),
  url: z.string().nullish(),
  uri: z.string().nullish(),
  note: z.string().nullish(),
  noindex: z.boolean().nullish(),
  discoverable: z.boolean().nullish(),
});

const OneStatus = z.object({
  id: z.string(),
  uri: z.string(),
  url: z.string().nullish(),
  created_at: z.string(),
  edited_at: z.string().nullish(),
  in_reply_to_id: z.string().nullish(),
  visibility: z.string(),
  language: z.string().nullish(),
  spoiler_text: z.string().nullish(),
  content: z.string(),
  account: Account,
  tags: z.array(z.object({ name: z.string() })).nullish(),
  media_attachments: z.array(z.object({ description: z.string().nullish() })).nullish(),
  poll: z.object({ options: z.array(z.object({ title: z.string() })) }).nullish(),
});

const Status = OneStatus.extend({ reblog: OneStatus.nullish() });
export type Status = z.output<typeof Status>;

/** A timeline, a search, or a single post: what the interface answers where posts are asked for. */
const Answer = z.union([z.array(Status), z.object({ statuses: z.array(Status) }), Status]);

/** @throws Unreadable */
export function readStatuses(body: Uint8Array): Status[] {
  const answer = readJson(body, Answer, 'The Mastodon server');
  if (Array.isArray(answer)) return answer;
  return 'statuses' in answer ? answer.statuses : [answer];
}

/**
 * The posts that may be read, each once: a boost is the post that was boosted. Left out is what is
 * not for everybody, and authors who ask machines to leave them alone: `noindex`, not
 * `discoverable`, or #nobot in their profile, as is the custom among Mastodon servers.
 */
export function itemsOf(statuses: readonly Status[]): Item[] {
  const posts = statuses.map((status) => status.reblog ?? status);
  const uris = new Map(posts.map(({ id, uri }) => [id, uri]));
  const items = new Map<string, Item>();
  for (const post of posts) if (mayBeRead(post)) items.set(post.uri, itemOf(post, uris));
  return [...items.values()];
}

type Post = z.output<typeof OneStatus>;

function mayBeRead({ visibility, account }: Post): boolean {
  if (visibility !== 'public' && visibility !== 'unlisted') return false;
  if (account.noindex === true || account.discoverable === false) return false;
  return !/#no(?:bots?|index)\b/i.test(htmlToText(account.note ?? ''));
}

/** @param uris of the posts of one answer, by their ids, which hold on that one server only */
function itemOf(post: Post, uris: ReadonlyMap<string, string>): Item {
  return {
    externalId: post.uri,
    url: absoluteUrl(post.url ?? post.uri, null) ?? absoluteUrl(post.uri, null),
    title: null,
    text: textOf(post),
    author: authorOf(post.account),
    publishedAt: readDate(post.created_at),
    updatedAt: readDate(post.edited_at ?? ''),
    rating: null,
    tags: (post.tags ?? []).map(({ name }) => name),
    parentId: uris.get(post.in_reply_to_id ?? '') ?? null,
    language: post.language?.slice(0, 2).toLowerCase() ?? null,
  };
}

/** With the warning above it, the descriptions of its pictures, and the choices of its poll. */
function textOf(post: Post): string {
  const pictures = (post.media_attachments ?? []).map(({ description }) => description ?? '');
  const choices = (post.poll?.options ?? []).map(({ title }) => title);
  const parts = [post.spoiler_text ?? '', htmlToText(post.content), choices.join('\n')];
  return tidy([...parts, ...pictures].filter((part) => part.trim() !== '').join('\n\n'));
}

/** Accounts of the server that is asked are named without it, others with theirs: here all are. */
function authorOf({ acct, username, display_name: name, url, uri }: Post['account']): ItemAuthor {
  const page = absoluteUrl(url ?? uri ?? '', null);
  const isWhole = acct.includes('@') || page === null;
  const shown = tidyLine(name ?? '');
  return {
    name: shown === '' ? (username ?? acct) : shown,
    handle: isWhole ? acct : `${acct}@${new URL(page).host}`,
    url: page,
  };
}
