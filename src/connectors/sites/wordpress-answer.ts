import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { htmlToText, tidyLine } from '../text/plain-text.js';

export type Resource = 'comments' | 'posts';

const Rendered = z.object({ rendered: z.string() });

const Comment = z.object({
  id: z.number().int(),
  post: z.number().int(),
  parent: z.number().int().catch(0),
  author: z.number().int().catch(0),
  author_name: z.string().catch(''),
  author_url: z.string().catch(''),
  date_gmt: z.string(),
  link: z.string().catch(''),
  content: Rendered,
});

const Writer = z.object({ name: z.string(), slug: z.string(), link: z.string() }).partial();
const Term = z.object({ name: z.string() });

const Post = z.object({
  id: z.number().int(),
  author: z.number().int().catch(0),
  date_gmt: z.string().nullable(),
  modified_gmt: z.string().nullable().catch(null),
  link: z.string().catch(''),
  title: Rendered,
  content: Rendered,
  _embedded: z
    .object({
      author: z.array(Writer).catch([]),
      'wp:term': z.array(z.array(Term)).catch([]),
    })
    .partial()
    .catch({}),
});

const Entry = z.union([Comment, Post]);
const Answer = z.union([z.array(Entry), Entry]);

/** How posts are told from comments where a source reads both: their numbers overlap. */
const POST = 'post-';

/**
 * Reads an answer of the REST interface: a list of comments or posts, or one of them.
 *
 * @param base of relative addresses
 * @param both whether the source reads comments and posts
 * @throws Unreadable
 */
export function readWordPress(body: Uint8Array, base: string | null, both: boolean): Item[] {
  const answer = readJson(body, Answer, 'WordPress');
  return [answer]
    .flat()
    .map((entry) => ('title' in entry ? post(entry, base, both) : comment(entry, base)));
}

/** @returns what is asked for to see a post or comment of this id again */
export function numberOf(externalId: string, what: Resource | 'both'): [Resource, string] {
  if (what !== 'both') return [what, externalId];
  const isPost = externalId.startsWith(POST);
  return isPost ? ['posts', externalId.slice(POST.length)] : ['comments', externalId];
}

function comment(given: z.output<typeof Comment>, base: string | null): Item {
  const name = tidyLine(htmlToText(given.author_name));
  return {
    externalId: String(given.id),
    url: absoluteUrl(given.link, base),
    title: null,
    text: htmlToText(given.content.rendered),
    author:
      name === ''
        ? null
        : { name, handle: account(given.author), url: absoluteUrl(given.author_url, null) },
    publishedAt: utc(given.date_gmt),
    updatedAt: null,
    rating: null,
    tags: [],
    parentId: given.parent > 0 ? String(given.parent) : `${POST}${given.post}`,
    language: null,
  };
}

function post(given: z.output<typeof Post>, base: string | null, both: boolean): Item {
  const { author: [writer] = [], 'wp:term': terms = [] } = given._embedded;
  const name = tidyLine(htmlToText(writer?.name ?? '')) || null;
  const handle = writer?.slug ?? account(given.author);
  return {
    externalId: both ? `${POST}${given.id}` : String(given.id),
    url: absoluteUrl(given.link, base),
    title: tidyLine(htmlToText(given.title.rendered)) || null,
    text: htmlToText(given.content.rendered),
    author:
      name === null && handle === null
        ? null
        : { name, handle, url: absoluteUrl(writer?.link ?? '', base) },
    publishedAt: utc(given.date_gmt),
    updatedAt: utc(given.modified_gmt),
    rating: null,
    tags: [...new Set(terms.flat().map((term) => tidyLine(htmlToText(term.name))))],
    parentId: null,
    language: null,
  };
}

/** Guests have no account. */
function account(number: number): string | null {
  return number > 0 ? String(number) : null;
}

/** Its times are UTC and do not say so. */
function utc(date: string | null): string | null {
  if (date === null) return null;
  return readDate(/(?:z|[+-]\d\d:?\d\d)$/i.test(date) ? date : `${date}Z`);
}
