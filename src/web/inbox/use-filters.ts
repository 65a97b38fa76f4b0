import { useCallback, useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { readFilters, usualSort, writeFilters, type Filters } from './filters.js';

/** @param replace in place of the present view: what is still being typed is no step to go back to */
export type ChangeFilters = (change: Partial<Filters>, replace?: boolean) => void;

/** The filters of the address, and how to change them. The same address gives the same object. */
export function useFilters(): { filters: Filters; search: string; change: ChangeFilters } {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const text = params.toString();
  const search = useMemo(
    () => writeFilters(readFilters(new URLSearchParams(text))).toString(),
    [text],
  );
  const filters = useMemo(() => readFilters(new URLSearchParams(search)), [search]);
  const change = useCallback<ChangeFilters>(
    (part, replace = false) => {
      const next = writeFilters(changed(filters, part)).toString();
      void navigate({ pathname: '/inbox', search: next }, { replace });
    },
    [filters, navigate],
  );
  return { filters, search, change };
}

/** Another tab has its own usual order; one that was chosen stays. */
export function changed(filters: Filters, part: Partial<Filters>): Filters {
  const next = { ...filters, ...part };
  const asUsual = filters.sort === usualSort(filters.status) || filters.sort === 'returning';
  return part.sort === undefined && asUsual ? { ...next, sort: usualSort(next.status) } : next;
}
