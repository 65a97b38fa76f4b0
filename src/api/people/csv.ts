import type { AuditLine } from '../../store/access/audit-log.store.js';

const COLUMNS: Readonly<Record<string, (line: AuditLine) => string>> = {
  id: ({ id }) => id,
  at: ({ at }) => at.toISOString(),
  by_id: ({ by }) => by?.id ?? '',
  by: ({ by }) => by?.name ?? '',
  what: ({ what }) => what,
  subject_kind: ({ subject }) => subject.kind,
  subject_id: ({ subject }) => subject.id,
  subject: ({ subject }) => subject.name ?? '',
  detail: ({ detail }) => (detail === null ? '' : JSON.stringify(detail)),
};

export const csvHead = (): string => `${Object.keys(COLUMNS).join(',')}\r\n`;

export const csvLine = (line: AuditLine): string =>
  `${Object.values(COLUMNS)
    .map((column) => cell(column(line)))
    .join(',')}\r\n`;

/**
 * One cell (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in front
 * ("CSV Injection", OWASP): names of people and tokens are anybody's words.
 */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
