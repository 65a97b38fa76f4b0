import { z } from 'zod';
import type { Asking, Connector, RecheckRequest, Rechecked } from '../connector.js';
import { longest, paged, type AnsweredPage } from '../paged.js';
import { readStackExchange } from './stack-exchange-answer.js';
import {
  askStackExchange,
  STACK_EXCHANGE_CREDENTIALS,
  type Told,
} from './stack-exchange-asking.js';
import { nextSecond } from './unix-time.js';

const StackExchangeParams = z
  .strictObject({
    site: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,60}$/, 'must be the name of a site, such as stackoverflow')
      .default('stackoverflow')
      .meta({
        title: 'Site',
        description: 'Its short name: stackoverflow, superuser, apple, es.stackoverflow …',
      }),
    query: z.string().trim().max(200).default('').meta({
      title: 'Search for',
      description: 'Words in the title or the text; may be empty when a tag is given',
    }),
    tag: z.string().trim().max(35).default('').meta({
      title: 'Tag',
      description: 'Only questions with this tag',
    }),
    what: z.enum(['questions', 'answers']).default('questions').meta({
      title: 'What to read',
      description: 'Questions or answers; for both add a second source',
    }),
  })
  .refine(({ query, tag }) => query !== '' || tag !== '', {
    error: 'Name a tag, or what to search for.',
  });
type StackExchangeParams = z.output<typeof StackExchangeParams>;

/** Sites whose host is their name with `.com` behind it; the others are below stackexchange.com. */
const OWN_HOSTS = /^(?:[a-z]{2,4}\.)?(?:stackoverflow|serverfault|superuser|askubuntu|stackapps)$/;

/** One of the question-and-answer sites of Stack Exchange. */
export const stackExchangeConnector: Connector<StackExchangeParams> = {
  kind: 'stack-exchange',
  genre: 'forums',
  name: 'Stack Exchange',
  title: 'Stack Exchange: questions or answers of Stack Overflow and its sister sites',
  terms: {
    access: 'open',
    note:
      'Open to programs: 300 questions a day without a key, 10,000 with one, and pauses that it asks ' +
      'for. Texts are under CC BY-SA: the author and the post must be named and linked. Comments ' +
      'cannot be searched, so they are not read.',
    eraseWhenGone: false,
    attribution: 'Stack Exchange, CC BY-SA, with the name of the author and a link to the post',
  },
  credentials: STACK_EXCHANGE_CREDENTIALS,
  params: StackExchangeParams,
  locate: ({ site, query, tag, what }) => ({
    locator: `${site} ${what} [${tag.toLowerCase()}] ${query.toLowerCase()}`,
    host: 'api.stackexchange.com',
    name: [hostOf(site), tag && `[${tag}]`, what === 'answers' && 'answers', query]
      .filter(Boolean)
      .join(' '),
    url: `https://${hostOf(site)}/search?q=${encodeURIComponent(`${tag && `[${tag}] `}${query}`)}`,
  }),
  fromAddress: ({ hostname, pathname, searchParams }) => {
    const site = siteOf(hostname.replace(/^www\./, ''));
    if (site === null) return null;
    const tag = /^\/questions\/tagged\/([^/]+)/.exec(pathname)?.[1] ?? '';
    const query = searchParams.get('q') ?? '';
    // Unlike decodeURIComponent this takes any address.
    const read = new URLSearchParams(`tag=${tag.replaceAll('+', '%2B')}`);
    const params = { site, tag: read.get('tag') ?? '', query };
    return StackExchangeParams.safeParse(params).data ?? null;
  },
  parse: async (request) => {
    const site = siteAsked(request);
    const host = site === null ? null : hostOf(site);
    const { items } = readStackExchange(request.body, host);
    return { place: placeOf(host), items };
  },
  ...paged(page),
  recheck: { most: 100, look },
};

function hostOf(site: string): string {
  if (site.endsWith('.com') || site.endsWith('.net')) return site;
  if (site === 'mathoverflow') return 'mathoverflow.net';
  return OWN_HOSTS.test(site) ? `${site}.com` : `${site}.stackexchange.com`;
}

function siteOf(host: string): string | null {
  if (host === 'mathoverflow.net') return 'mathoverflow';
  const below = /^([a-z0-9.-]+)\.stackexchange\.com$/.exec(host)?.[1];
  const own = host.replace(/\.com$/, '');
  return below ?? (own !== host && OWN_HOSTS.test(own) ? own : null);
}

const placeOf = (host: string | null) => ({
  title: host,
  link: host === null ? null : `https://${host}/`,
});

function siteAsked({ params, url }: { params?: unknown; url?: string | undefined }): string | null {
  const named = z.object({ site: z.string() }).safeParse(params).data?.site;
  const asked = url !== undefined && URL.canParse(url) ? new URL(url).searchParams : null;
  return named ?? asked?.get('site') ?? null;
}

/**
 * Walks by time: pages beyond the 25th are only for those who signed in.
 *
 * @param next the second since 1970 up to which posts are wanted, itself included
 */
async function page(
  asking: Asking<StackExchangeParams>,
  next: string | null,
): Promise<AnsweredPage> {
  const { query, tag, what, site } = asking.params;
  const asked = {
    ...(query === '' ? {} : { q: query }),
    ...(tag === '' ? {} : { tagged: tag }),
    ...(what === 'questions' ? { filter: 'withbody' } : {}),
    order: 'desc',
    sort: 'creation',
    ...(next === null ? {} : { todate: next }),
    pagesize: '100',
  };
  const found = await ask(asking, FINDING[what], asked);
  const whole = what === 'questions' ? found : await wholeAnswers(asking, found);
  return {
    place: placeOf(hostOf(site)),
    items: whole.items,
    next: found.more === null ? null : nextSecond(found.more, next),
    freshForSeconds: longest(found.pauseSeconds, whole.pauseSeconds),
  };
}

/** Answers are found by their excerpts only. */
const FINDING = { questions: 'search/advanced', answers: 'search/excerpts' };

type Whole = Pick<Told, 'items' | 'pauseSeconds'>;

async function wholeAnswers(asking: Asking<StackExchangeParams>, found: Told): Promise<Whole> {
  const titles = new Map(
    found.items
      .filter(({ parentId }) => parentId !== null)
      .map(({ externalId, title }) => [externalId, title]),
  );
  if (titles.size === 0) return { items: [], pauseSeconds: null };
  const { items, pauseSeconds } = await byIds(asking, [...titles.keys()]);
  const titled = items.map((item) => ({ ...item, title: titles.get(item.externalId) ?? null }));
  return { items: titled, pauseSeconds };
}

/** At most 100 ids. */
function byIds(asking: Asking<StackExchangeParams>, ids: readonly string[]): Promise<Told> {
  const asked = { filter: 'withbody', pagesize: '100', order: 'desc', sort: 'creation' };
  return ask(asking, `${asking.params.what}/${ids.join(';')}`, asked);
}

function ask(
  asking: Asking<StackExchangeParams>,
  method: string,
  asked: Readonly<Record<string, string>>,
): Promise<Told> {
  const { site } = asking.params;
  return askStackExchange(asking, { site, host: hostOf(site), method, asked });
}

/** What is deleted is simply not among those asked for. */
async function look(
  asking: RecheckRequest<StackExchangeParams>,
): Promise<ReadonlyMap<string, Rechecked>> {
  const ids = asking.posts.map(({ externalId }) => externalId).filter((id) => /^\d+$/.test(id));
  if (ids.length === 0) return new Map();
  const { items } = await byIds(asking, ids);
  const found = new Map(items.map((item) => [item.externalId, item]));
  return new Map(ids.map((id) => [id, found.get(id) ?? 'missing']));
}
