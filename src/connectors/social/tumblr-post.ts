import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { htmlToText, tidy, tidyLine } from '../text/plain-text.js';

/** A piece of a post in the newer format (NPF): text, link, picture, sound, film. */
const Block = z.object({
  type: z.string(),
  text: z.string().nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  alt_text: z.string().nullish(),
});

const Post = z.object({
  /** Above 2^53 one day: then only the text form is right. */
  id: z.int().optional().catch(undefined),
  id_string: z.string().optional(),
  blog_name: z.string(),
  blog: z.object({ title: z.string().nullish() }).optional(),
  post_url: z.string(),
  timestamp: z.int(),
  tags: z.array(z.string()).default([]),
  content: z.array(Block).optional().catch(undefined),
  title: z.string().nullish(),
  summary: z.string().nullish(),
  body: z.string().nullish(),
  caption: z.string().nullish(),
  text: z.string().nullish(),
  source: z.string().nullish(),
  description: z.string().nullish(),
  question: z.string().nullish(),
  answer: z.string().nullish(),
});
export type TumblrPost = z.output<typeof Post>;

const Posts = z.array(Post.refine(({ id, id_string: text }) => (text ?? id) !== undefined));
const Some = z.union([z.object({ posts: Posts }), z.object({ liked_posts: Posts })]);
const Answer = z.union([z.object({ response: z.union([Posts, Some]) }), Some]);

/** @throws Unreadable */
export function readPosts(body: Uint8Array): TumblrPost[] {
  const answer = readJson(body, Answer, 'Tumblr');
  const inner = 'response' in answer ? answer.response : answer;
  if (Array.isArray(inner)) return inner;
  return 'posts' in inner ? inner.posts : inner.liked_posts;
}

export function itemOf(post: TumblrPost): Item {
  const { blog_name: blog } = post;
  const title = tidyLine(htmlToText(post.title ?? ''));
  return {
    externalId: post.id_string ?? String(post.id),
    url: absoluteUrl(post.post_url, null),
    title: title === '' ? null : title,
    text: textOf(post),
    author: {
      name: tidyLine(post.blog?.title ?? '') || blog,
      handle: blog,
      url: `https://${blog}.tumblr.com/`,
    },
    publishedAt: new Date(post.timestamp * 1000).toISOString(),
    updatedAt: null,
    rating: null,
    tags: post.tags,
    parentId: null,
    language: null,
  };
}

/** Each older type of post keeps its words elsewhere, as HTML; the newer format as plain text. */
function textOf(post: TumblrPost): string {
  if (post.content !== undefined) {
    const words = post.content.flatMap(({ text, title, description, alt_text: alt }) => [
      text,
      title,
      description,
      alt,
    ]);
    return tidy(words.filter((word) => word).join('\n\n'));
  }
  const { body, caption, text, source, description, question, answer } = post;
  const parts = [question, answer, text, source, body, description, caption];
  const written = parts.map((part) => htmlToText(part ?? '')).filter((part) => part !== '');
  return written.length > 0 ? written.join('\n\n') : tidy(post.summary ?? '');
}
