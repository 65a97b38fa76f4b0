import { useCallback, useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { readFilters, writeFilters, type Filters } from './filters.js';

/** The filters of the address, and how to change them. The same address gives the same object. */
export function useFilters(): {
  filters: Filters;
  search: string;
  change: (change: Partial<Filters>) => void;
} {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const text = params.toString();
  const filters = useMemo(() => readFilters(new URLSearchParams(text)), [text]);
  const search = useMemo(() => writeFilters(filters).toString(), [filters]);
  const change = useCallback(
    (part: Partial<Filters>) => {
      const next = writeFilters({ ...filters, ...part }).toString();
      void navigate({ pathname: '/inbox', search: next });
    },
    [filters, navigate],
  );
  return { filters, search, change };
}
