/** Filters of the audit log as the address holds them. Empty: not filtered by it. */
export interface AuditFilters {
  /** Id of a person. */
  readonly who: string;
  readonly kind: string;
  /** First and last day, `2026-11-22`, in the reader's zone; both are shown. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

const NAMES = ['who', 'kind', 'from', 'to', 'text'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readAuditFilters(params: URLSearchParams): AuditFilters {
  const given = (name: (typeof NAMES)[number]): string => params.get(name)?.trim() ?? '';
  const day = (text: string): string => (DAY.test(text) && !isNaN(Date.parse(text)) ? text : '');
  return {
    who: /^\d{1,19}$/.test(given('who')) ? given('who') : '',
    kind: given('kind'),
    from: day(given('from')),
    to: day(given('to')),
    text: given('text').slice(0, 100),
  };
}

export function writeAuditFilters(filters: AuditFilters): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of NAMES) if (filters[name] !== '') params.set(name, filters[name]);
  return params;
}

/** What the server is asked: days become moments, the last day to its end. */
export function askedOf(filters: AuditFilters): Readonly<Record<string, string>> {
  return {
    ...filters,
    from: filters.from === '' ? '' : new Date(`${filters.from}T00:00`).toISOString(),
    to: filters.to === '' ? '' : endOf(filters.to).toISOString(),
  };
}

function endOf(day: string): Date {
  const end = new Date(`${day}T00:00`);
  end.setDate(end.getDate() + 1);
  return end;
}
