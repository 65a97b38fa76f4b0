import { askedFilters, type Filters } from '../filters.js';

/** An order by something shows only what has it. */
const SHOWN_BY: Partial<Record<Filters['sort'], string>> = {
  due: 'has:due is:unfinished',
  returning: 'status:waiting',
};

/** What the list shows, as the API is asked for it: texts, as they stand in an address. */
export function matchesOf(filters: Filters): Record<string, string> {
  const shownBy = SHOWN_BY[filters.sort];
  const q = shownBy === undefined ? filters.q : `${shownBy} ${filters.q}`.trim();
  const asked = Object.entries(askedFilters({ ...filters, q }));
  return Object.fromEntries(asked.map(([name, value]) => [name, String(value)]));
}
