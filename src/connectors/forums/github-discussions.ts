import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Headers } from '../http.js';
import { RateLimited, Unreadable } from '../errors.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { tidy, tidyLine } from '../text/plain-text.js';
import { authorOf, isBotName } from './github-answer.js';

const Said = z.object({
  id: z.string(),
  url: z.string(),
  body: z.string(),
  createdAt: z.string(),
  lastEditedAt: z.string().nullish(),
  author: z
    .object({ login: z.string(), url: z.string(), __typename: z.string().nullish() })
    .nullish(),
});
type Said = z.output<typeof Said>;

const Discussion = Said.extend({
  title: z.string(),
  category: z.object({ name: z.string() }).nullish(),
  comments: z.object({ nodes: z.array(Said.nullable()) }).nullish(),
});

/** A search gives empty objects for what is not to be seen. */
const Search = z.object({
  data: z.object({
    search: z.object({
      nodes: z.array(z.union([Discussion, z.null(), z.strictObject({}).transform(() => null)])),
      pageInfo: z.object({ endCursor: z.string().nullish(), hasNextPage: z.boolean() }),
    }),
  }),
});
const Failed = z.object({
  errors: z.array(z.object({ type: z.string().nullish(), message: z.string() })).min(1),
});

const SAID = 'id url body createdAt lastEditedAt author { login url __typename }';

/** Single posts by their `node_id`; one that is gone is null, and named among the errors. */
export const NODES_QUERY = `query($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Discussion { ${SAID} title category { name } }
    ... on DiscussionComment { ${SAID} discussion { id title } }
  }
}`;

const Nodes = z.object({
  data: z.object({
    nodes: z.array(
      Said.extend({
        title: z.string().nullish(),
        category: z.object({ name: z.string() }).nullish(),
        discussion: z.object({ id: z.string(), title: z.string() }).nullish(),
      }).nullable(),
    ),
  }),
});

/** What is asked: the newest comments come with each discussion. */
export const DISCUSSIONS_QUERY = `query($q: String!, $after: String) {
  search(query: $q, type: DISCUSSION, first: 25, after: $after) {
    pageInfo { endCursor hasNextPage }
    nodes { ... on Discussion { ${SAID} title category { name } comments(last: 20) { nodes { ${SAID} } } } }
  }
}`;

export interface Discussions {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Whether an answer is one of the GraphQL interface. */
export function isGraphQl(body: Uint8Array): boolean {
  return /^\s*\{\s*"(?:data|errors)"/.test(Buffer.from(body).toString('latin1', 0, 200));
}

/**
 * Reads discussions with their newest comments, each a post of its own, under its `node_id`.
 *
 * @throws RateLimited, which GraphQL says in the body of a good answer; Unreadable
 */
export function readDiscussions(body: Uint8Array, headers: Headers = {}): Discussions {
  const answer = readJson(body, z.union([Search, Failed]), 'GitHub');
  if ('errors' in answer) throw failure(answer, headers);
  const { nodes, pageInfo } = answer.data.search;
  const items = nodes.flatMap((node) => {
    if (node === null) return [];
    const { title, category, comments } = node;
    const tags = category ? [category.name] : [];
    const said: Said[] = (comments?.nodes ?? []).filter((comment) => comment !== null);
    return [
      ...(isPersons(node) ? [itemOf(node, title, tags, null)] : []),
      ...said.filter(isPersons).map((comment) => itemOf(comment, title, [], node.id)),
    ];
  });
  return { items, next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null };
}

/** @throws as `readDiscussions` */
export function readNodes(body: Uint8Array, headers: Headers = {}): Item[] {
  const answer = readJson(body, z.union([Nodes, Failed]), 'GitHub');
  if ('errors' in answer) throw failure(answer, headers);
  const nodes = answer.data.nodes.filter((node) => node !== null);
  return nodes.map((node) => {
    const { title, category, discussion } = node;
    const tags = category ? [category.name] : [];
    return itemOf(node, discussion?.title ?? title ?? '', tags, discussion?.id ?? null);
  });
}

function isPersons({ author }: Said): boolean {
  return author?.__typename !== 'Bot' && !isBotName(author?.login);
}

function itemOf(said: Said, title: string, tags: readonly string[], parentId: string | null): Item {
  const { author } = said;
  return {
    externalId: said.id,
    url: absoluteUrl(said.url, null),
    title: tidyLine(title),
    text: tidy(said.body),
    author: authorOf(author ? { login: author.login, html_url: author.url } : null),
    publishedAt: readDate(said.createdAt),
    updatedAt: readDate(said.lastEditedAt ?? ''),
    rating: null,
    tags,
    parentId,
    language: null,
  };
}

function failure({ errors }: z.output<typeof Failed>, headers: Headers): Error {
  const [first] = errors;
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  if (errors.some(({ type }) => type === 'RATE_LIMITED')) {
    const retryAt = new Date(reset > 0 ? reset * 1000 : Date.now() + 3_600_000);
    return new RateLimited(
      `GitHub asks for a pause until ${retryAt.toISOString()}. Earshot waits; if this repeats, poll it less often.`,
      { retryAt },
    );
  }
  return new Unreadable(`GitHub could not answer: ${first?.message ?? 'no reason given'}.`);
}
