import { z } from 'zod';
import type { Item, ItemAuthor } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { htmlToText, tidy, tidyLine } from '../text/plain-text.js';

const User = z.object({ name: z.string().nullish(), username: z.string() });

const Article = z.object({
  type_of: z.literal('article').optional(),
  id: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  url: z.string(),
  published_at: z.string().nullish(),
  published_timestamp: z.string().nullish(),
  edited_at: z.string().nullish(),
  comments_count: z.int().nullish(),
  /** A list in listings and a text in single articles; `tags` is the other way round. */
  tag_list: z.union([z.array(z.string()), z.string()]).nullish(),
  user: User,
  body_markdown: z.string().nullish(),
  body_html: z.string().nullish(),
});

export type Article = z.output<typeof Article>;

interface Comment {
  readonly id_code: string;
  readonly created_at: string;
  readonly body_html: string;
  /** Empty when the comment was deleted or hidden. */
  readonly user: {
    readonly name?: string | null | undefined;
    readonly username?: string | undefined;
  };
  readonly children: readonly Comment[];
}

const Comment: z.ZodType<Comment> = z.object({
  id_code: z.string().min(1),
  created_at: z.string(),
  body_html: z.string(),
  user: z.object({ name: z.string().nullish(), username: z.string().optional() }),
  get children() {
    return z.array(Comment);
  },
});

const Answer = z.union([z.array(z.union([Article, Comment])), Article, Comment]);

export interface DevAnswer {
  readonly items: readonly Item[];
  readonly articles: readonly Article[];
  /** Comments that were deleted or hidden. */
  readonly gone: readonly string[];
}

/**
 * Understands any of the interface's answers: a listing, an article, a tree of comments.
 *
 * @param site the address of the instance
 * @param under the article that the comments were asked for
 * @throws Unreadable
 */
export function readDev(body: Uint8Array, site: string, under: string | null = null): DevAnswer {
  const answer = readJson(body, Answer, 'DEV');
  const items: Item[] = [];
  const articles: Article[] = [];
  const gone: string[] = [];
  const addComment = (comment: Comment, parentId: string | null): void => {
    const item = commentOf(comment, site, parentId);
    if (item === null) gone.push(commentId(comment));
    else items.push(item);
    for (const child of comment.children) addComment(child, commentId(comment));
  };
  for (const each of Array.isArray(answer) ? answer : [answer]) {
    if ('id_code' in each) addComment(each, under);
    else {
      articles.push(each);
      items.push(articleOf(each, site));
    }
  }
  return { items, articles, gone };
}

export function articleOf(article: Article, site: string): Item {
  const { body_markdown: markdown, body_html: html, tag_list: tags } = article;
  return {
    externalId: String(article.id),
    url: absoluteUrl(article.url, site),
    title: tidyLine(article.title) || null,
    text: markdown ? tidy(markdown) : html ? htmlToText(html) : tidy(article.description ?? ''),
    author: authorOf(article.user, site),
    publishedAt: readDate(article.published_at ?? article.published_timestamp ?? ''),
    updatedAt: readDate(article.edited_at ?? ''),
    rating: null,
    tags: typeof tags === 'string' ? tags.split(/,\s*/).filter((tag) => tag !== '') : (tags ?? []),
    parentId: null,
    language: null,
  };
}

function commentOf(comment: Comment, site: string, parentId: string | null): Item | null {
  const { username } = comment.user;
  if (username === undefined) return null;
  return {
    externalId: commentId(comment),
    url: new URL(
      `/${[username, 'comment', comment.id_code].map(encodeURIComponent).join('/')}`,
      site,
    ).href,
    title: null,
    text: htmlToText(comment.body_html),
    author: authorOf({ name: comment.user.name, username }, site),
    publishedAt: readDate(comment.created_at),
    updatedAt: null,
    rating: null,
    tags: [],
    parentId,
    language: null,
  };
}

/** Articles are numbered, too, so the codes of comments are set apart. */
const commentId = ({ id_code }: Pick<Comment, 'id_code'>): string => `comment-${id_code}`;

function authorOf({ name, username }: z.output<typeof User>, site: string): ItemAuthor {
  return {
    name: name ?? null,
    handle: username,
    url: new URL(`/${encodeURIComponent(username)}`, site).href,
  };
}
