import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { readDate } from '../text/dates.js';
import { decodeEntities } from '../text/entities.js';
import { tidy } from '../text/plain-text.js';

const Urls = z.array(z.object({ url: z.string(), expanded_url: z.string().optional() }));
const Entities = z.object({
  // Some client libraries write an empty list as an empty object.
  urls: Urls.optional().catch(undefined),
  hashtags: z
    .array(z.object({ tag: z.string() }))
    .optional()
    .catch(undefined),
});

const Post = z.object({
  id: z.string(),
  text: z.string(),
  created_at: z.string().optional(),
  author_id: z.string().optional(),
  lang: z.string().optional(),
  entities: Entities.optional().catch(undefined),
  /** The whole of a long post, of which `text` is the beginning. */
  note_tweet: z
    .object({ text: z.string(), entities: Entities.optional().catch(undefined) })
    .optional(),
  edit_history_tweet_ids: z.array(z.string()).optional(),
  referenced_tweets: z
    .array(z.object({ type: z.string(), id: z.string() }))
    .optional()
    .catch(undefined),
});
type Post = z.output<typeof Post>;

const User = z.object({ id: z.string(), name: z.string(), username: z.string() });
const Includes = z.object({
  users: z.array(User).optional(),
  tweets: z.array(Post).optional(),
});

const Whole = z
  .object({
    data: z.array(Post).optional(),
    includes: Includes.optional(),
    meta: z.object({ result_count: z.int(), next_token: z.string().optional() }).optional(),
    errors: z
      .array(z.object({ type: z.string().optional(), resource_id: z.string().optional() }))
      .optional(),
  })
  // Without posts, the answer says that there are none, or why each one is missing.
  .refine(
    ({ data, meta, errors }) =>
      data !== undefined ||
      meta?.result_count === 0 ||
      errors?.every(({ resource_id: id }) => id !== undefined) === true,
  );

/** As the interface answers, and as client libraries keep it: posts and their surroundings apart. */
const Answer = z.union([
  Whole,
  z.array(Post).transform((data) => ({ data })),
  Includes.required().transform(({ users, tweets }) => ({ data: tweets, includes: { users } })),
]);

export interface XAnswer {
  readonly items: readonly Item[];
  /** Posts in the answer, all of which are paid for. */
  readonly count: number;
  readonly next: string | null;
  /** Ids that were asked for and are not to be had: deleted, protected, or of a closed account. */
  readonly missing: readonly string[];
  /** Ids of answered posts that are no longer the newest version. */
  readonly outdated: ReadonlySet<string>;
}

/** Errors of a single post that ask those who stored it to delete it. */
const GONE = /\/(?:resource-not-found|not-authorized-for-resource)$/;

/** @throws Unreadable */
export function readX(body: Uint8Array): XAnswer {
  const answer: z.output<typeof Whole> = readJson(body, Answer, 'X');
  const posts = answer.data ?? [];
  const users = new Map(answer.includes?.users?.map((user) => [user.id, user]));
  const items = new Map(posts.map((post) => [firstId(post), itemOf(post, users)]));
  const gone = (answer.errors ?? []).filter(({ type = '' }) => GONE.test(type));
  const outdated = posts.filter(
    ({ id, edit_history_tweet_ids: ids }) => (ids?.at(-1) ?? id) !== id,
  );
  return {
    items: [...items.values()],
    count: posts.length,
    next: answer.meta?.next_token ?? null,
    missing: gone.map(({ resource_id: id }) => id).filter((id) => id !== undefined),
    outdated: new Set(outdated.map(firstId)),
  };
}

/** Each edit has an id of its own; the first one stays the post's. */
function firstId({ id, edit_history_tweet_ids: ids }: Post): string {
  return ids?.[0] ?? id;
}

function itemOf(post: Post, users: ReadonlyMap<string, z.output<typeof User>>): Item {
  const user = users.get(post.author_id ?? '');
  const id = firstId(post);
  const createdAt = readDate(post.created_at ?? '');
  const isEdited = id !== post.id;
  const long = post.note_tweet;
  return {
    externalId: id,
    url: `https://x.com/${user?.username ?? 'i'}/status/${post.id}`,
    title: null,
    text: textOf(long?.text ?? post.text, (long ?? post).entities?.urls ?? []),
    author: authorOf(post, user),
    publishedAt: isEdited ? (timeOfId(id)?.toISOString() ?? createdAt) : createdAt,
    updatedAt: isEdited ? createdAt : null,
    rating: null,
    tags: ((long ?? post).entities?.hashtags ?? []).map(({ tag }) => tag),
    parentId: post.referenced_tweets?.find(({ type }) => type === 'replied_to')?.id ?? null,
    language: languageOf(post.lang ?? ''),
  };
}

function authorOf(post: Post, user: z.output<typeof User> | undefined): Item['author'] {
  if (user !== undefined) {
    return { name: user.name, handle: user.username, url: `https://x.com/${user.username}` };
  }
  const { author_id: id } = post;
  return id === undefined ? null : { name: null, handle: id, url: `https://x.com/i/user/${id}` };
}

/** With the addresses that X shortened, and what it escaped, as they were written. */
function textOf(text: string, urls: z.output<typeof Urls>): string {
  let whole = text;
  for (const { url, expanded_url: address } of urls) {
    if (address !== undefined && url !== '') whole = whole.replaceAll(url, () => address);
  }
  return tidy(decodeEntities(whole));
}

/** Old codes, and those of three letters which say that there is no language. */
const OLD_CODES: Readonly<Record<string, string>> = { in: 'id', iw: 'he' };

function languageOf(code: string): string | null {
  return /^[a-z]{2}$/.test(code) ? (OLD_CODES[code] ?? code) : null;
}

/** Milliseconds from 1970 to the beginning of X's ids. */
const EPOCH = 1_288_834_974_657n;

/** The time that is in an id ("snowflake": milliseconds above 22 bits); null when it is none. */
export function timeOfId(id: string): Date | null {
  return /^\d{10,19}$/.test(id) ? new Date(Number((BigInt(id) >> 22n) + EPOCH)) : null;
}

/** An id that lies some time before another. */
export function idBefore(id: string, milliseconds: number): string {
  const before = BigInt(id) - (BigInt(milliseconds) << 22n);
  return String(before > 0n ? before : 0n);
}
