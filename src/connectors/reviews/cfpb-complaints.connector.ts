import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Asking, PolledConnector, PollRequest, PollResult } from '../connector.js';
import { PlaceError } from '../errors.js';
import { readJson } from '../json-answer.js';
import { oneByOne } from '../one-by-one.js';
import { pauseAskedFor } from '../paged.js';
import { readDate } from '../text/dates.js';
import { tidy } from '../text/plain-text.js';

/**
 * The search interface behind the database's own pages. Parameters, paging and limits are those of
 * its published source (github.com/cfpb/ccdb5-api): 20 searches and 5 single complaints a minute.
 */
const SEARCH = 'https://www.consumerfinance.gov/data-research/consumer-complaints/search/api/v1/';
const DETAIL = 'https://www.consumerfinance.gov/data-research/consumer-complaints/search/detail/';
const PER_PAGE = 300;
/** Pages read in one poll; a longer stretch is read on in the next ones. */
const MAX_PAGES = 10;
const DAY_MS = 86_400_000;

const CfpbParams = z
  .strictObject({
    company: z.string().min(1).max(200).optional().meta({
      title: 'Company',
      description: 'Exactly as the database writes it: "WELLS FARGO & COMPANY"',
    }),
    searchTerm: z.string().min(1).max(200).optional().meta({
      title: 'Search words',
      description: 'Words within the story of the complaint; "two words" in quotes stay together',
    }),
    storiesOnly: z.boolean().default(true).meta({
      title: 'Only with a story',
      description:
        "Leaves out complaints without the consumer's own words, which only name product and issue",
    }),
    days: z.int().min(1).max(366).default(60).meta({
      title: 'Days read again',
      description:
        'Complaints appear weeks after they were received, so this many days are read again with each poll',
    }),
  })
  .refine(({ company, searchTerm }) => company !== undefined || searchTerm !== undefined, {
    error: 'needs a company, search words, or both',
  });

export type CfpbParams = z.output<typeof CfpbParams>;

const Hit = z.object({
  _source: z.object({
    complaint_id: z.union([z.string(), z.int()]).transform(String),
    complaint_what_happened: z.string().nullish(),
    date_received: z.string(),
    company: z.string().nullish(),
    product: z.string().nullish(),
    sub_product: z.string().nullish(),
    issue: z.string().nullish(),
    sub_issue: z.string().nullish(),
  }),
  /** What the hit was sorted by: milliseconds and id. */
  sort: z.array(z.union([z.string(), z.number()])).nullish(),
});

const Answer = z.object({
  hits: z.object({ total: z.object({ value: z.int() }), hits: z.array(Hit) }),
});

/** Complaints about US financial companies, with the consumers' stories where they agreed to it. */
export const cfpbComplaintsConnector: PolledConnector<CfpbParams> = {
  kind: 'cfpb-complaints',
  genre: 'reviews',
  name: 'CFPB complaints',
  title: 'Complaints about financial companies in the US consumer complaint database',
  terms: {
    access: 'open',
    note: 'The database of the US Consumer Financial Protection Bureau is in the public domain (CC0); its search allows 20 questions a minute. A complaint appears after the company has answered or after 15 days, its story later still and only with consent; names and numbers are replaced by XXXX. Who complained is never told.',
    eraseWhenGone: false,
  },
  params: CfpbParams,
  locate: ({ company, searchTerm, storiesOnly }) => ({
    locator: JSON.stringify([company ?? null, searchTerm ?? null, storiesOnly]),
    host: 'www.consumerfinance.gov',
    name: `CFPB complaints: ${[company, searchTerm].filter(Boolean).join(', ')}`,
    url: 'https://www.consumerfinance.gov/data-research/consumer-complaints/search/',
  }),
  parse: async ({ body }) => ({ place: { title: null, link: null }, items: read(body).items }),
  poll,
  history: async ({ position, ...asking }) => {
    const { items, next } = await page(asking, position, null);
    return { items, next };
  },
  recheck: {
    most: 5,
    look: ({ posts, http, signal }) =>
      oneByOne(posts, async ({ externalId }) => {
        const url = `${SEARCH}${encodeURIComponent(externalId)}`;
        const { items } = read((await http.get(url, { signal })).body);
        return items.find((item) => item.externalId === externalId) ?? 'missing';
      }),
  },
};

const Cursor = z.object({ next: z.string().nullable() });

/**
 * Reads the last days whole, since new complaints stand among older ones: they are sorted by when
 * they were received and appear weeks later. What does not fit in one poll is read on in the next,
 * after a look at the newest page.
 */
async function poll(request: PollRequest<CfpbParams>): Promise<PollResult> {
  const since = new Date(Date.now() - request.params.days * DAY_MS).toISOString().slice(0, 10);
  const first = await page(request, null, since);
  const items = new Map(first.items.map((item) => [item.externalId, item]));
  const left = Cursor.safeParse(request.cursor).data?.next ?? null;
  let next = left ?? first.next;
  let failure: PlaceError | null = null;
  for (let pages = 1; next !== null && pages < MAX_PAGES; pages++) {
    try {
      const further: Awaited<ReturnType<typeof page>> = await page(request, next, since);
      for (const item of further.items) items.set(item.externalId, item);
      next = further.next;
    } catch (error) {
      if (!(error instanceof PlaceError)) throw error;
      failure = error;
      break;
    }
  }
  return {
    outcome: 'items',
    place: { title: null, link: null },
    items: [...items.values()],
    cursor: { next },
    validators: null,
    freshForSeconds: pauseAskedFor(failure),
    complete: next === null,
    // Only a stretch read in one go can be counted against what the place tells.
    audit: next === null && left === null ? { told: first.told, seen: items.size } : null,
  };
}

async function page(
  { params, http, signal }: Asking<CfpbParams>,
  after: string | null,
  since: string | null,
): Promise<Read> {
  const url = new URL(SEARCH);
  const asked: Readonly<Record<string, string | null | undefined>> = {
    company: params.company,
    search_term: params.searchTerm,
    has_narrative: params.storiesOnly ? 'true' : null,
    date_received_min: since,
    sort: 'created_date_desc',
    size: String(PER_PAGE),
    search_after: after,
    no_aggs: 'true',
    no_highlight: 'true',
  };
  for (const [name, value] of Object.entries(asked))
    if (value !== null && value !== undefined) url.searchParams.set(name, value);
  const { body } = await http.get(url.href, { accept: 'application/json', signal });
  const answer = read(body);
  return { ...answer, next: answer.next === after ? null : answer.next };
}

interface Read {
  readonly items: readonly Item[];
  /** How many complaints the question has in all. */
  readonly told: number;
  /** What the interface wants as `search_after`; null after an empty page. */
  readonly next: string | null;
}

/** @throws Unreadable */
function read(body: Uint8Array): Read {
  const { hits } = readJson(body, Answer, 'The consumer complaint database');
  const last = hits.hits.at(-1)?.sort ?? null;
  const isAll = hits.hits.length >= hits.total.value;
  return {
    items: hits.hits.map(({ _source }) => itemOf(_source)),
    told: hits.total.value,
    next: last === null || last.length < 2 || isAll ? null : last.join('_'),
  };
}

function itemOf(complaint: z.output<typeof Hit>['_source']): Item {
  const { complaint_id: id, product, sub_product, issue, sub_issue, company } = complaint;
  const named = (...names: (string | null | undefined)[]): string[] =>
    names.map((name) => (name ?? '').trim()).filter((name) => name !== '');
  return {
    externalId: id,
    url: `${DETAIL}${encodeURIComponent(id)}`,
    title: named(product, issue).join(': ') || `Complaint ${id}`,
    text: tidy(complaint.complaint_what_happened ?? ''),
    author: null,
    publishedAt: readDate(complaint.date_received),
    updatedAt: null,
    rating: null,
    tags: [...new Set(named(company, product, sub_product, issue, sub_issue))],
    parentId: null,
    language: null,
  };
}
