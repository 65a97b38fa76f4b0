import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, query } from '../app/client.js';
import type { Mention, QueryExplanation } from '../app/wire.js';

/** How a query was understood, and which text that was. */
export type Explained = QueryExplanation & { readonly asked: string };

function explain(q: string, at: number | null, signal: AbortSignal): Promise<Explained> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return api<QueryExplanation>(`/mentions/query${query({ q, at, zone })}`, { signal }).then(
    (answer) => ({ ...answer, asked: q }),
  );
}

/**
 * How the server understands a query.
 *
 * @param at where the cursor stands, when completions are wanted
 */
export function useExplained(q: string, at: number | null, enabled: boolean) {
  return useQuery({
    queryKey: ['mention-query', q, at],
    queryFn: ({ signal }) => explain(q, at, signal),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** Labels that people use, by name: those of the server, of these mentions, and those just made. */
export function useKnownLabels(mentions: readonly Mention[], made: readonly string[]): string[] {
  const explained = useExplained('', null, true);
  const field = explained.data?.fields.find(({ name }) => name === 'label');
  const used = field?.values.map(({ value }) => value).filter((value) => value !== 'none') ?? [];
  const own = mentions.flatMap(({ ownLabels }) => ownLabels);
  return [...new Set([...used, ...own, ...made])].toSorted((a, b) => a.localeCompare(b));
}
