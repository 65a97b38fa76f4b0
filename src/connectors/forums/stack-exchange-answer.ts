import { z } from 'zod';
import type { Item, ItemAuthor } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { decodeEntities } from '../text/entities.js';
import { htmlToText, tidyLine } from '../text/plain-text.js';
import { fromUnix } from './unix-time.js';

const Owner = z.object({
  user_id: z.number().nullish(),
  user_type: z.string().nullish(),
  display_name: z.string().nullish(),
  link: z.string().nullish(),
});

/** Questions, answers, "posts" (either) and what a search of excerpts finds. */
const Post = z
  .object({
    question_id: z.number().int().nullish(),
    answer_id: z.number().int().nullish(),
    post_id: z.number().int().nullish(),
    item_type: z.string().nullish(),
    title: z.string().nullish(),
    body: z.string().nullish(),
    excerpt: z.string().nullish(),
    link: z.string().nullish(),
    owner: Owner.nullish(),
    creation_date: z.number(),
    last_edit_date: z.number().nullish(),
    tags: z.array(z.string()).nullish(),
  })
  .refine((post) => idOf(post) !== null, 'has no number');
type Post = z.output<typeof Post>;

const Wrapper = z.object({
  items: z.array(Post),
  has_more: z.boolean(),
  backoff: z.number().nullish(),
  quota_remaining: z.number().nullish(),
});

export interface StackExchangeAnswer {
  readonly items: readonly Item[];
  /** Seconds since 1970 of the oldest post in it, when there are more beyond it; else null. */
  readonly more: number | null;
  /** Seconds for which this method must not be asked again; 0 when the answer names none. */
  readonly backoffSeconds: number;
  /** How many questions are left today; null when it does not say. */
  readonly left: number | null;
}

/**
 * Reads any list of posts. The id of a post is its number, which questions and answers of a site
 * share one row of.
 *
 * @param site host of the site, `stackoverflow.com`, for the answers that bring no links of their own
 * @throws Unreadable
 */
export function readStackExchange(body: Uint8Array, site: string | null): StackExchangeAnswer {
  const answer = readJson(body, Wrapper, 'Stack Exchange');
  const times = answer.items.map((post) => post.creation_date);
  return {
    items: answer.items.map((post) => itemOf(post, site)),
    more: answer.has_more && times.length > 0 ? Math.min(...times) : null,
    backoffSeconds: answer.backoff ?? 0,
    left: answer.quota_remaining ?? null,
  };
}

/** Each answers with one of these at least. */
interface Numbered {
  readonly answer_id?: number | null | undefined;
  readonly post_id?: number | null | undefined;
  readonly question_id?: number | null | undefined;
}

function idOf(post: Numbered): number | null {
  return post.answer_id ?? post.post_id ?? post.question_id ?? null;
}

function itemOf(post: Post, site: string | null): Item {
  const id = String(idOf(post));
  const { question_id: question } = post;
  const isAnswer = typeof question === 'number' && String(question) !== id;
  const title = tidyLine(decodeEntities(post.title ?? ''));
  const path = isAnswer || post.item_type === 'answer' ? `/a/${id}` : `/questions/${id}`;
  return {
    externalId: id,
    url: absoluteUrl(post.link ?? path, site === null ? null : `https://${site}/`),
    title: title === '' ? null : title,
    text: htmlToText(post.body ?? post.excerpt ?? ''),
    author: authorOf(post.owner ?? null),
    publishedAt: fromUnix(post.creation_date),
    updatedAt: fromUnix(post.last_edit_date),
    rating: null,
    tags: post.tags ?? [],
    parentId: isAnswer ? String(question) : null,
    language: null,
  };
}

/** An account that does not exist any more keeps its name, but has no number and no page. */
function authorOf(owner: z.output<typeof Owner> | null): ItemAuthor | null {
  const name = tidyLine(decodeEntities(owner?.display_name ?? ''));
  if (owner === null || name === '') return null;
  const handle = typeof owner.user_id === 'number' ? String(owner.user_id) : null;
  return { name, handle, url: absoluteUrl(owner.link ?? '', null) };
}
