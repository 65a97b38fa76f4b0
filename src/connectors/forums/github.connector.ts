import { z } from 'zod';
import type { Asking, Connector, Rechecked, RecheckRequest } from '../connector.js';
import { paged, type AnsweredPage } from '../paged.js';
import { readGitHub } from './github-answer.js';
import { askGitHub, GITHUB_CREDENTIALS, hasNext, postGraphQl } from './github-asking.js';
import {
  DISCUSSIONS_QUERY,
  isGraphQl,
  NODES_QUERY,
  readDiscussions,
  readNodes,
} from './github-discussions.js';
import { MOST_ONE_BY_ONE, oneByOne } from '../one-by-one.js';

const GitHubParams = z
  .strictObject({
    repository: z
      .string()
      .regex(/^[\w.-]{1,39}\/[\w.-]{1,100}$/, 'must be owner/name')
      .optional()
      .meta({
        title: 'Repository',
        description: 'owner/name; leave empty to search all of GitHub',
      }),
    query: z.string().trim().max(200).default('').meta({
      title: 'Search for',
      description:
        'Words in the title or the text; put a phrase in double quotes. May be empty for a repository',
    }),
    what: z.enum(['issues', 'comments', 'discussions']).default('issues').meta({
      title: 'What to read',
      description:
        'Issues, comments on the issues of a repository, or discussions (these only with a token)',
    }),
  })
  .refine(({ repository, query }) => repository !== undefined || query !== '', {
    error: 'Name a repository, or what to search for.',
  })
  .refine(({ what, repository, query }) => what !== 'comments' || (repository && query === ''), {
    error:
      "GitHub's search does not find comments: name a repository, leave the search empty, and monitors pick them.",
  });
type GitHubParams = z.output<typeof GitHubParams>;

const API = 'https://api.github.com';
const SITE = 'https://github.com';

/** Issues, their comments, and discussions of public repositories. */
export const githubConnector: Connector<GitHubParams> = {
  kind: 'github',
  genre: 'forums',
  name: 'GitHub',
  title: 'GitHub: issues, comments and discussions of a repository, or found by a search',
  terms: {
    access: 'open',
    note:
      'Without a token GitHub answers 10 searches a minute and 60 other questions an hour; a token ' +
      'without any rights raises that to 30 and 5,000 and is needed for discussions. A search gives ' +
      'at most 1,000 finds, so Earshot walks by date. Pull requests and bots are left out.',
    eraseWhenGone: false,
  },
  credentials: GITHUB_CREDENTIALS,
  params: GitHubParams,
  locate: ({ repository, query, what }) => ({
    locator: `${what} ${repository?.toLowerCase() ?? ''} ${query.toLowerCase()}`,
    host: 'api.github.com',
    name: [repository ?? 'GitHub', what, query].filter((part) => part !== '').join(' '),
    url:
      repository === undefined
        ? `${SITE}/search?type=${what}&q=${encodeURIComponent(query)}`
        : `${SITE}/${repository}/${what === 'discussions' ? what : 'issues'}`,
  }),
  fromAddress: ({ hostname, pathname }) => {
    if (hostname !== 'github.com') return null;
    const [, repository, part] = /^\/([^/]+\/[^/]+)(?:\/([^/]+))?/.exec(pathname) ?? [];
    const what = part === 'discussions' ? part : 'issues';
    return GitHubParams.safeParse({ repository, what }).data ?? null;
  },
  parse: async ({ body }) => {
    const items = isGraphQl(body) ? readDiscussions(body).items : readGitHub(body).items;
    return { place: { title: 'GitHub', link: `${SITE}/` }, items };
  },
  ...paged((asking, next) => PAGES[asking.params.what](asking, next)),
  recheck: { most: MOST_ONE_BY_ONE, look },
};

type Ask = (asking: Asking<GitHubParams>, next: string | null) => Promise<AnsweredPage>;

const PAGES: Readonly<Record<GitHubParams['what'], Ask>> = {
  /** @param next the time up to which issues are wanted, itself included: a search ends after 1,000 */
  async issues(asking, next) {
    const { repository, query } = asking.params;
    const url = new URL(`${API}/search/issues`);
    const words = [query, query !== '' && 'in:title,body', repository && `repo:${repository}`];
    const q = [...words, 'is:issue', next !== null && `created:<=${next}`]
      .filter(Boolean)
      .join(' ');
    const search = { q, sort: 'created', order: 'desc', per_page: '100' };
    for (const [name, value] of Object.entries(search)) url.searchParams.set(name, value);
    const reply = await askGitHub(asking, url.href);
    const { items, oldest } = readGitHub(reply.body);
    // Never the same question twice, should a whole page be of one second.
    const more = hasNext(reply) && oldest !== next ? oldest : null;
    return { items, next: more, freshForSeconds: reply.pause };
  },

  /** @param next number of the page */
  async comments(asking, next) {
    const search = `sort=created&direction=desc&per_page=100&page=${next ?? '1'}`;
    const url = `${API}/repos/${asking.params.repository}/issues/comments?${search}`;
    const reply = await askGitHub(asking, url);
    const { items } = readGitHub(reply.body);
    const more = hasNext(reply) ? String(Number(next ?? '1') + 1) : null;
    return { items, next: more, freshForSeconds: reply.pause };
  },

  /** @param next the cursor of GraphQL */
  async discussions(asking, next) {
    const { repository, query } = asking.params;
    const q = [query, repository && `repo:${repository}`, 'sort:updated-desc']
      .filter(Boolean)
      .join(' ');
    const reply = await postGraphQl(asking, DISCUSSIONS_QUERY, { q, after: next });
    const { items, next: more } = readDiscussions(reply.body, reply.headers);
    return { items, next: more, freshForSeconds: reply.pause };
  },
};

/** Issues and comments one by one, discussions together; a moved issue has another id, but stands. */
async function look(asking: RecheckRequest<GitHubParams>): Promise<ReadonlyMap<string, Rechecked>> {
  if (asking.params.what === 'discussions') return lookAtDiscussions(asking);
  return oneByOne(asking.posts, async ({ externalId, url }) => {
    const [, repository, number] = PAGE.exec(url ?? '') ?? [];
    if (repository === undefined) return null;
    const comment = /^comment-(\d+)$/.exec(externalId)?.[1];
    const path = comment === undefined ? `issues/${number}` : `issues/comments/${comment}`;
    const { body } = await askGitHub(asking, `${API}/repos/${repository}/${path}`);
    const { items } = readGitHub(body);
    return items.find((item) => item.externalId === externalId) ?? 'there';
  });
}

const PAGE = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\/issues\/(\d+)/;

async function lookAtDiscussions(
  asking: RecheckRequest<GitHubParams>,
): Promise<ReadonlyMap<string, Rechecked>> {
  const ids = asking.posts.map(({ externalId }) => externalId);
  const reply = await postGraphQl(asking, NODES_QUERY, { ids });
  const found = new Map(
    readNodes(reply.body, reply.headers).map((item) => [item.externalId, item]),
  );
  return new Map(ids.map((id) => [id, found.get(id) ?? 'missing']));
}
