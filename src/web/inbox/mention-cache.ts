/** How a change of one mention shows in everything that is loaded. */
import type { QueryClient } from '@tanstack/react-query';
import type { InboxStatus, Mention, MentionCounts, MentionDetail } from '../app/wire.js';
import { tabShows, type Filters } from './filters.js';
import { insertRow, removeRow, replaceRow, spotOf, type Pages, type Spot } from './list-cache.js';
import { countsKey, listKey, mentionKey } from './mentions.queries.js';

/** Puts the row where it belongs now: out of the list when it no longer matches the tab. */
export function showRow(
  queries: QueryClient,
  filters: Filters,
  row: Mention,
  spot: Spot | null,
): void {
  queries.setQueryData<Pages>(listKey(filters), (data) => {
    if (data === undefined) return data;
    if (!tabShows(filters.status, row.status)) return removeRow(data, row.id);
    if (spotOf(data, row.id) !== null) return replaceRow(data, row);
    return spot === null ? data : insertRow(data, row, spot);
  });
  queries.setQueryData<MentionDetail>(mentionKey(row.id), (detail) =>
    detail === undefined ? detail : { ...detail, ...row },
  );
}

/** Moves one between the tabs' numbers until the server has counted. */
export function moveCount(queries: QueryClient, from: InboxStatus, to: InboxStatus): void {
  queries.setQueryData<MentionCounts>(countsKey, (counts) => {
    if (counts === undefined) return counts;
    const byStatus = { ...counts.byStatus };
    byStatus[from] -= 1;
    byStatus[to] += 1;
    return { ...counts, byStatus };
  });
}

/** The server's answer wins, in the detail and in every loaded list that holds the row. */
export function settle(queries: QueryClient, detail: MentionDetail): void {
  queries.setQueryData(mentionKey(detail.id), detail);
  queries.setQueriesData<Pages>({ queryKey: ['mentions'] }, (data) =>
    data === undefined ? data : replaceRow(data, detail),
  );
  void queries.invalidateQueries({ queryKey: countsKey });
}
