import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { tidy } from '../text/plain-text.js';
import { nextOf, Paging } from './graph.js';

/** A post, comment or picture; Facebook and Instagram call the same things by other names. */
const Post = z.object({
  id: z.string().optional(),
  message: z.string().optional(),
  story: z.string().optional(),
  caption: z.string().optional(),
  text: z.string().optional(),
  created_time: z.string().optional(),
  timestamp: z.string().optional(),
  updated_time: z.string().optional(),
  permalink_url: z.string().optional(),
  permalink: z.string().optional(),
  username: z.string().optional(),
  from: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
  parent: z.object({ id: z.string() }).optional(),
  attachments: z
    .object({
      data: z.array(z.object({ title: z.string().optional(), description: z.string().optional() })),
    })
    .optional(),
});
type Post = z.output<typeof Post>;

const named = (post: Post): boolean => idOf(post) !== null;
const Answer = z.object({
  data: z.array(
    Post.extend({ comments: z.object({ data: z.array(Post.refine(named)) }).optional() }).refine(
      named,
    ),
  ),
  paging: Paging,
});

/**
 * Posts, each followed by the comments that came with it.
 *
 * @throws Unreadable
 */
export function readMeta(body: Uint8Array): { items: Item[]; next: string | null } {
  const { data, paging } = readJson(body, Answer, 'Meta');
  const items = data.flatMap((post) => {
    const item = itemOf(post, null);
    const comments = post.comments?.data ?? [];
    return [item, ...comments.map((comment) => itemOf(comment, item.externalId))];
  });
  return { items, next: data.length === 0 ? null : nextOf(paging) };
}

/** What the address of a comment tells: its post, the comment that it answers, and itself. */
function inAddress({ permalink_url: address = '' }: Post) {
  const url = URL.canParse(address) ? new URL(address) : null;
  const comment = url?.searchParams.get('comment_id') ?? null;
  const [, page = '', post = ''] = /^\/(\d+)\/posts\/(\d+)/.exec(url?.pathname ?? '') ?? [];
  if (comment === null || post === '') return null;
  const answer = url?.searchParams.get('reply_comment_id') ?? null;
  return {
    id: `${post}_${answer ?? comment}`,
    parentId: answer === null ? `${page}_${post}` : `${post}_${comment}`,
  };
}

function idOf(post: Post): string | null {
  return post.id ?? inAddress(post)?.id ?? null;
}

function itemOf(post: Post, postId: string | null): Item {
  return {
    externalId: idOf(post) ?? '',
    url: absoluteUrl(post.permalink_url ?? post.permalink ?? '', null),
    title: null,
    text: textOf(post),
    author: authorOf(post),
    publishedAt: readDate(post.created_time ?? post.timestamp ?? ''),
    updatedAt: readDate(post.updated_time ?? ''),
    rating: null,
    tags: [],
    parentId: post.parent?.id ?? inAddress(post)?.parentId ?? postId,
    language: null,
  };
}

/** With what is attached, unless that repeats the post, as photographs do. */
function textOf(post: Post): string {
  const own = post.message ?? post.caption ?? post.text ?? post.story ?? '';
  const attached = (post.attachments?.data ?? []).flatMap(({ title, description }) => [
    title ?? '',
    description ?? '',
  ]);
  const more = attached.filter((part) => part !== '' && !own.includes(part));
  return tidy([own, ...more].join('\n\n'));
}

/** Facebook names authors only to those who may see them. */
function authorOf({ from, username }: Post): Item['author'] {
  if (username !== undefined) {
    return { name: username, handle: username, url: `https://www.instagram.com/${username}/` };
  }
  if (from?.id === undefined && from?.name === undefined) return null;
  const { id, name = null } = from;
  return {
    name,
    handle: id ?? name,
    url: id === undefined ? null : `https://www.facebook.com/${id}`,
  };
}
