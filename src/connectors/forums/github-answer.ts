import { z } from 'zod';
import type { Item, ItemAuthor } from '../../domain/mention.js';
import { ServerError } from '../errors.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { tidy, tidyLine } from '../text/plain-text.js';

const User = z.object({ login: z.string(), type: z.string().nullish(), html_url: z.string() });

const Issue = z.object({
  id: z.number().int(),
  number: z.number().int(),
  title: z.string(),
  body: z.string().nullish(),
  html_url: z.string(),
  user: User.nullish(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string() })])).nullish(),
  pull_request: z.unknown().optional(),
});
type Issue = z.output<typeof Issue>;

const Comment = z.object({
  id: z.number().int(),
  issue_url: z.string(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: User.nullish(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
});
type Comment = z.output<typeof Comment>;

const Post = z.union([Comment, Issue]);
const Answer = z.union([
  z.object({
    items: z.array(Post),
    total_count: z.number(),
    incomplete_results: z.boolean().nullish(),
  }),
  z.array(Post),
  Post,
]);

export interface GitHubAnswer {
  readonly items: readonly Item[];
  /** When the oldest of all posts in it was created, as GitHub writes it; null when there are none. */
  readonly oldest: string | null;
}

/**
 * Reads issues and comments: a search, a list, or a single one.
 *
 * Issues have their number over all of GitHub as id; comments, which are counted apart, have
 * `comment-` before theirs. Texts are Markdown, as written. Pull requests and bots are left out.
 *
 * @throws Unreadable; ServerError when GitHub itself says that its search is not whole
 */
export function readGitHub(body: Uint8Array): GitHubAnswer {
  const answer = readJson(body, Answer, 'GitHub');
  if ('items' in answer && answer.incomplete_results === true) {
    throw new ServerError(
      'GitHub ran out of time while it searched, so posts may be missing. Earshot tries again; a narrower search helps.',
    );
  }
  const posts = Array.isArray(answer) ? answer : 'items' in answer ? answer.items : [answer];
  const items = posts
    .filter(isPersons)
    .map((post) => ('number' in post ? fromIssue(post) : fromComment(post)));
  const [oldest = null] = posts.map((post) => post.created_at).sort();
  return { items, oldest };
}

function isPersons(post: Issue | Comment): boolean {
  const isChange = 'pull_request' in post && post.pull_request !== undefined;
  return !isChange && post.user?.type !== 'Bot' && !isBotName(post.user?.login);
}

/** Bots of GitHub Apps carry it in their names. */
export const isBotName = (login: string | undefined): boolean => login?.endsWith('[bot]') === true;

function fromIssue(issue: Issue): Item {
  return {
    ...commonOf(issue),
    externalId: String(issue.id),
    title: tidyLine(issue.title),
    tags: (issue.labels ?? []).map((label) => (typeof label === 'string' ? label : label.name)),
  };
}

function fromComment(comment: Comment): Item {
  return { ...commonOf(comment), externalId: `comment-${comment.id}`, title: null, tags: [] };
}

function commonOf(post: Issue | Comment): Omit<Item, 'externalId' | 'title' | 'tags'> {
  const published = readDate(post.created_at);
  const updated = readDate(post.updated_at ?? '');
  return {
    url: absoluteUrl(post.html_url, null),
    text: tidy(post.body ?? ''),
    author: authorOf(post.user),
    publishedAt: published,
    updatedAt: updated === published ? null : updated,
    rating: null,
    parentId: null,
    language: null,
  };
}

/** `ghost` stands for all accounts that are gone. */
export function authorOf(
  user: { readonly login: string; readonly html_url: string } | null | undefined,
): ItemAuthor | null {
  if (!user || user.login === 'ghost') return null;
  return { name: user.login, handle: user.login, url: absoluteUrl(user.html_url, null) };
}
