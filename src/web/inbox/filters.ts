import type { ComplaintLabel, InboxStatus, MentionSort, SentimentLabel } from '../app/wire.js';

/** A tab of the inbox; `open`: all that is not dealt with; null: all. */
export type StatusTab = InboxStatus | 'open' | null;

/** What the inbox shows. It lives in the address, so a link opens the same view. */
export interface Filters {
  readonly status: StatusTab;
  readonly complaint: readonly ComplaintLabel[];
  readonly sentiment: readonly SentimentLabel[];
  readonly topic: string | null;
  readonly source: string | null;
  readonly monitor: string | null;
  readonly author: string | null;
  /** In the query language; see GET /mentions/query. */
  readonly q: string;
  readonly sort: MentionSort;
}

const STATUSES = [
  'new',
  'doing',
  'waiting',
  'done',
  'dismissed',
] as const satisfies readonly InboxStatus[];
const UNFINISHED: readonly InboxStatus[] = ['new', 'doing', 'waiting'];
const COMPLAINTS = ['complaint', 'unsure', 'other'] as const satisfies readonly ComplaintLabel[];
const SENTIMENTS = [
  'negative',
  'neutral',
  'positive',
  'unsure',
] as const satisfies readonly SentimentLabel[];
export const SORTS = [
  'priority',
  'newest',
  'oldest',
  'due',
  'returning',
] as const satisfies readonly MentionSort[];

export const TABS: readonly (InboxStatus | null)[] = [...STATUSES, null];

/** Unknown values in the address are left out: an old link still opens. */
export function readFilters(params: URLSearchParams): Filters {
  const status = readStatus(params.get('status'));
  return {
    status,
    complaint: several(COMPLAINTS, params.get('complaint')),
    sentiment: several(SENTIMENTS, params.get('sentiment')),
    topic: params.get('topic'),
    source: params.get('source'),
    monitor: params.get('monitor'),
    author: params.get('author'),
    q: params.get('q') ?? '',
    sort: SORTS.find((known) => known === params.get('sort')) ?? usualSort(status),
  };
}

function readStatus(text: string | null): StatusTab {
  if (text === 'all') return null;
  return text === 'open' ? 'open' : (STATUSES.find((known) => known === text) ?? 'new');
}

/** What waits is sorted by when it comes back, the rest by how pressing it is. */
export function usualSort(status: StatusTab): MentionSort {
  return status === 'waiting' ? 'returning' : 'priority';
}

function several<T extends string>(known: readonly T[], text: string | null): readonly T[] {
  const given = text?.split(',') ?? [];
  return known.filter((one) => given.includes(one));
}

/** The address of a view: what is as usual is not in it. */
export function writeFilters(filters: Filters): URLSearchParams {
  const params = new URLSearchParams();
  if (filters.status !== 'new') params.set('status', filters.status ?? 'all');
  if (filters.complaint.length > 0) params.set('complaint', filters.complaint.join(','));
  if (filters.sentiment.length > 0) params.set('sentiment', filters.sentiment.join(','));
  for (const name of ['topic', 'source', 'monitor', 'author', 'q'] as const) {
    const value = filters[name];
    if (value !== null && value !== '') params.set(name, value);
  }
  if (filters.sort !== usualSort(filters.status)) params.set('sort', filters.sort);
  return params;
}

/** The filters as the API is asked for them, without order and page. */
export function askedFilters(filters: Filters): Readonly<Record<string, string | string[]>> {
  const { status, complaint, sentiment } = filters;
  const asked: Record<string, string | string[]> = {};
  if (status !== null) asked['status'] = status === 'open' ? [...UNFINISHED] : [status];
  if (complaint.length > 0) asked['complaint'] = [...complaint];
  if (sentiment.length > 0) asked['sentiment'] = [...sentiment];
  for (const name of ['topic', 'source', 'monitor', 'author', 'q'] as const) {
    const value = filters[name];
    if (value !== null && value !== '') asked[name] = value;
  }
  if (filters.q !== '') asked['zone'] = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return asked;
}

/** Whether a mention of this status belongs under the tab. */
export function tabShows(tab: StatusTab, status: InboxStatus): boolean {
  if (tab === null) return true;
  return tab === 'open' ? UNFINISHED.includes(status) : tab === status;
}

/** Whether anything but the tab and the order was chosen. */
export function isNarrowed(filters: Filters): boolean {
  return (
    filters.complaint.length > 0 ||
    filters.sentiment.length > 0 ||
    [filters.topic, filters.source, filters.monitor, filters.author].some((id) => id !== null) ||
    filters.q !== ''
  );
}

export const NO_FILTERS: Filters = readFilters(new URLSearchParams());

/** Views that everyone has, beside the tabs. */
export const QUICK_VIEWS = {
  mine: { status: 'open', q: 'is:mine' },
  unowned: { status: 'open', q: 'is:unowned' },
  overdue: { status: 'open', q: 'is:overdue' },
} as const satisfies Record<string, Pick<Filters, 'status' | 'q'>>;
export type QuickView = keyof typeof QUICK_VIEWS;

/** Which of the quick views this is, in whatever order; null: none. */
export function quickViewOf(filters: Filters): QuickView | null {
  const { status, q } = filters;
  const rest = { ...filters, status: NO_FILTERS.status, q: '' };
  if (isNarrowed(rest)) return null;
  const names = Object.keys(QUICK_VIEWS) as QuickView[];
  return (
    names.find((name) => QUICK_VIEWS[name].status === status && QUICK_VIEWS[name].q === q) ?? null
  );
}
