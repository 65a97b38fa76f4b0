import type { ComplaintLabel, InboxStatus, SentimentLabel } from '../app/wire.js';

/** What the inbox shows. It lives in the address, so a link opens the same view. */
export interface Filters {
  /** null: all of them. */
  readonly status: InboxStatus | null;
  readonly complaint: readonly ComplaintLabel[];
  readonly sentiment: readonly SentimentLabel[];
  readonly topic: string | null;
  readonly source: string | null;
  readonly monitor: string | null;
  readonly author: string | null;
  readonly q: string;
  readonly sort: 'priority' | 'newest';
}

const STATUSES = ['new', 'doing', 'done', 'dismissed'] as const satisfies readonly InboxStatus[];
const COMPLAINTS = ['complaint', 'unsure', 'other'] as const satisfies readonly ComplaintLabel[];
const SENTIMENTS = [
  'negative',
  'neutral',
  'positive',
  'unsure',
] as const satisfies readonly SentimentLabel[];

export const TABS: readonly (InboxStatus | null)[] = [...STATUSES, null];

/** Unknown values in the address are left out: an old link still opens. */
export function readFilters(params: URLSearchParams): Filters {
  const status = params.get('status');
  return {
    status: status === 'all' ? null : (STATUSES.find((known) => known === status) ?? 'new'),
    complaint: several(COMPLAINTS, params.get('complaint')),
    sentiment: several(SENTIMENTS, params.get('sentiment')),
    topic: params.get('topic'),
    source: params.get('source'),
    monitor: params.get('monitor'),
    author: params.get('author'),
    q: params.get('q') ?? '',
    sort: params.get('sort') === 'newest' ? 'newest' : 'priority',
  };
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
  if (filters.sort !== 'priority') params.set('sort', filters.sort);
  return params;
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
