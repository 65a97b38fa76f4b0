import { z } from 'zod';
import type { Item, ItemAuthor } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { decodeEntities } from '../text/entities.js';
import { htmlToText, tidyLine } from '../text/plain-text.js';
import { fromUnix } from './unix-time.js';

const SITE = 'https://news.ycombinator.com';

/** A find of the search, as Algolia holds it. */
const Hit = z.object({
  objectID: z.string().regex(/^\d+$/),
  created_at_i: z.number(),
  title: z.string().nullish(),
  author: z.string().nullish(),
  story_text: z.string().nullish(),
  comment_text: z.string().nullish(),
  story_title: z.string().nullish(),
  parent_id: z.number().nullish(),
  _tags: z.array(z.string()).nullish(),
});

const Search = z.object({
  hits: z.array(Hit),
  nbPages: z.number(),
  page: z.number().default(0),
});

/** An item of Firebase, which is the place's own record. */
const Post = z.object({
  id: z.number(),
  type: z.enum(['story', 'comment', 'job', 'poll', 'pollopt']),
  by: z.string().nullish(),
  time: z.number().nullish(),
  title: z.string().nullish(),
  text: z.string().nullish(),
  parent: z.number().nullish(),
  deleted: z.boolean().nullish(),
  dead: z.boolean().nullish(),
});

export interface HackerNewsAnswer {
  readonly items: readonly Item[];
  readonly gone: readonly string[];
  /** Seconds since 1970 of the oldest find, when the search has more beyond it; else null. */
  readonly more: number | null;
}

/** @throws Unreadable, also for Firebase's `null`, which stands for a number never given out */
export function readHackerNews(body: Uint8Array): HackerNewsAnswer {
  const answer = readJson(body, z.union([Search, Post]), 'Hacker News');
  if ('hits' in answer) {
    const times = answer.hits.map((hit) => hit.created_at_i);
    const more = answer.nbPages > answer.page + 1 && times.length > 0;
    return { items: answer.hits.map(fromHit), gone: [], more: more ? Math.min(...times) : null };
  }
  const isGone = answer.deleted === true || answer.dead === true;
  return {
    items: isGone ? [] : [fromPost(answer)],
    gone: isGone ? [String(answer.id)] : [],
    more: null,
  };
}

function fromHit(hit: z.output<typeof Hit>): Item {
  return {
    externalId: hit.objectID,
    url: pageOf(hit.objectID),
    title: titleOf(hit.title ?? hit.story_title),
    text: htmlToText(hit.comment_text ?? hit.story_text ?? ''),
    author: authorOf(hit.author),
    publishedAt: fromUnix(hit.created_at_i),
    updatedAt: null,
    rating: null,
    tags: (hit._tags ?? []).filter((tag) => !/^(?:author|story)_/.test(tag)),
    parentId: typeof hit.parent_id === 'number' ? String(hit.parent_id) : null,
    language: null,
  };
}

function fromPost(post: z.output<typeof Post>): Item {
  return {
    externalId: String(post.id),
    url: pageOf(String(post.id)),
    title: titleOf(post.title),
    text: htmlToText(post.text ?? ''),
    author: authorOf(post.by),
    publishedAt: fromUnix(post.time),
    updatedAt: null,
    rating: null,
    tags: [post.type],
    parentId: typeof post.parent === 'number' ? String(post.parent) : null,
    language: null,
  };
}

/** The discussion, not the page elsewhere that a story points to: that is where it was said. */
function pageOf(id: string): string {
  return `${SITE}/item?id=${id}`;
}

function titleOf(title: string | null | undefined): string | null {
  const line = tidyLine(decodeEntities(title ?? ''));
  return line === '' ? null : line;
}

function authorOf(name: string | null | undefined): ItemAuthor | null {
  if (!name) return null;
  return { name, handle: name, url: `${SITE}/user?id=${encodeURIComponent(name)}` };
}
