import { z } from 'zod';
import type { Item, ItemAuthor } from '../../domain/mention.js';
import { Unreadable } from '../errors.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { htmlToText, tidyLine } from '../text/plain-text.js';

/** 1 is a post of a person, 2 one of a moderator; 3 (small actions) and 4 (whispers) are no posts. */
const PEOPLES = new Set([1, 2]);

const Post = z.object({
  id: z.number().int(),
  username: z.string().nullish(),
  name: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  version: z.number().nullish(),
  cooked: z.string(),
  post_number: z.number().int(),
  post_type: z.number().default(1),
  reply_to_post_number: z.number().nullish(),
  topic_id: z.number().int(),
  topic_slug: z.string().nullish(),
  topic_title: z.string().nullish(),
  hidden: z.boolean().nullish(),
  user_deleted: z.boolean().nullish(),
  deleted_at: z.string().nullish(),
});
type Post = z.output<typeof Post>;

const Latest = z.object({ latest_posts: z.array(Post) });
const Topic = z.object({ title: z.string(), post_stream: z.object({ posts: z.array(Post) }) });

/** A topic in a list of topics: its beginning only, and not under the id of its first post. */
const Listed = z.object({
  id: z.number().int(),
  title: z.string(),
  slug: z.string().nullish(),
  url: z.string().nullish(),
  created_at: z.string().nullish(),
  excerpt: z.string().nullish(),
  tags: z.array(z.unknown()).nullish(),
  posters: z.array(z.object({ user_id: z.number() })).nullish(),
});
const User = z.object({ id: z.number(), username: z.string(), name: z.string().nullish() });
const Topics = z.object({
  topic_list: z.object({ topics: z.array(Listed) }),
  users: z.array(User).default([]),
});
/** A search as older servers answer it. */
const Found = z.array(z.object({ type: z.string(), results: z.array(z.unknown()) })).min(1);

export interface DiscourseAnswer {
  readonly items: readonly Item[];
  readonly gone: readonly string[];
  /** The lowest id of all posts in it, shown or not; null when there are none. */
  readonly lowest: number | null;
}

/**
 * Reads any of the answers of a Discourse forum: newest posts, one post, a topic, a list of topics.
 *
 * @param base address of the forum, with a slash at its end; null when it is not known
 * @throws Unreadable
 */
export function readDiscourse(body: Uint8Array, base: string | null): DiscourseAnswer {
  const answer = readJson(body, z.union([Latest, Topic, Topics, Post, Found]), 'The forum');
  if ('latest_posts' in answer) return fromPosts(answer.latest_posts, null, base);
  if ('post_stream' in answer) return fromPosts(answer.post_stream.posts, answer.title, base);
  if ('cooked' in answer) return fromPosts([answer], null, base);
  const [topics, users] = Array.isArray(answer)
    ? [answer.filter(({ type }) => type === 'topic').flatMap(({ results }) => listed(results)), []]
    : [answer.topic_list.topics, answer.users];
  const items = topics.map((topic) => fromTopic(topic, users, base));
  return { items, gone: [], lowest: null };
}

function listed(results: unknown): z.output<typeof Listed>[] {
  const read = z.array(Listed).safeParse(results);
  if (read.success) return read.data;
  throw new Unreadable(
    'The forum lists topics of another form than expected. Look for a newer Earshot.',
  );
}

function fromPosts(
  posts: readonly Post[],
  title: string | null,
  base: string | null,
): DiscourseAnswer {
  const byNumber = new Map(posts.map((post) => [`${post.topic_id}/${post.post_number}`, post.id]));
  const peoples = posts.filter((post) => PEOPLES.has(post.post_type));
  return {
    items: peoples
      .filter((post) => !isGone(post) && post.hidden !== true)
      .map((post) => {
        const answered = byNumber.get(`${post.topic_id}/${post.reply_to_post_number}`);
        return fromPost(post, title, answered, base);
      }),
    gone: peoples.filter(isGone).map(({ id }) => String(id)),
    lowest: posts.length === 0 ? null : Math.min(...posts.map(({ id }) => id)),
  };
}

/** What its author deleted stays for a day, with a note in place of the text. */
function isGone({ user_deleted, deleted_at }: Post): boolean {
  return user_deleted === true || typeof deleted_at === 'string';
}

function fromPost(
  post: Post,
  topicTitle: string | null,
  answered: number | undefined,
  base: string | null,
): Item {
  const address = `t/${post.topic_slug ?? '-'}/${post.topic_id}/${post.post_number}`;
  const title = tidyLine(topicTitle ?? post.topic_title ?? '');
  return {
    externalId: String(post.id),
    url: absoluteUrl(address, base),
    title: title === '' ? null : title,
    text: htmlToText(withoutQuotes(post.cooked)),
    author: authorOf(post.username, post.name, base),
    publishedAt: readDate(post.created_at),
    // `updated_at` moves for other reasons, too; the first version is no edit.
    updatedAt: (post.version ?? 1) > 1 ? readDate(post.updated_at ?? '') : null,
    rating: null,
    tags: [],
    parentId: answered === undefined ? null : String(answered),
    language: null,
  };
}

function fromTopic(
  topic: z.output<typeof Listed>,
  users: readonly z.output<typeof User>[],
  base: string | null,
): Item {
  const [opener] = topic.posters ?? [];
  const user = users.find(({ id }) => id === opener?.user_id);
  const address = topic.url?.replace(/^\//, '') ?? `t/${topic.slug ?? '-'}/${topic.id}`;
  return {
    externalId: `topic-${topic.id}`,
    url: absoluteUrl(address, base),
    title: tidyLine(topic.title),
    text: htmlToText(topic.excerpt ?? ''),
    author: authorOf(user?.username, user?.name, base),
    publishedAt: readDate(topic.created_at ?? ''),
    updatedAt: null,
    rating: null,
    tags: (topic.tags ?? []).filter((tag) => typeof tag === 'string'),
    parentId: null,
    language: null,
  };
}

function authorOf(
  username: string | null | undefined,
  name: string | null | undefined,
  base: string | null,
): ItemAuthor | null {
  if (!username) return null;
  const url = absoluteUrl(`u/${encodeURIComponent(username)}`, base);
  return { name: name || username, handle: username, url };
}

/**
 * Leaves out what a post repeats of others: quoted words are not its author's own, and a brand in
 * them would count twice. Quotes may hold quotes. Linear in the length.
 */
export function withoutQuotes(cooked: string): string {
  let kept = '';
  let from = 0;
  let depth = 0;
  for (const tag of cooked.matchAll(/<aside\b[^<>]*>|<\/aside\s*>/gi)) {
    const isEnd = tag[0].startsWith('</');
    if (depth === 0 && !isEnd && /\bclass\s*=\s*["'][^"']*\bquote\b/i.test(tag[0])) {
      kept += `${cooked.slice(from, tag.index)}\n`;
      depth = 1;
    } else if (depth > 0) {
      depth += isEnd ? -1 : 1;
      if (depth === 0) from = tag.index + tag[0].length;
    }
  }
  return depth > 0 ? kept : kept + cooked.slice(from);
}
