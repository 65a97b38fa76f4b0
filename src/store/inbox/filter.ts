import type { DataSource } from 'typeorm';
import {
  askedIn,
  checkZone,
  parseInboxQuery,
  type Asked,
  type Condition,
  type QueryFault,
  type Vocabulary,
} from '../../domain/inbox-query.js';
import type { InboxStatus } from '../../domain/mention.js';
import type { ComplaintLabel, SentimentLabel } from '../../domain/reading.js';
import { vocabularyFor, type Asker } from './vocabulary.js';

/** Which mentions, as the address of the inbox says it: every one of these that is given holds. */
export interface MentionFilter {
  readonly status?: readonly InboxStatus[] | undefined;
  readonly complaint?: readonly ComplaintLabel[] | undefined;
  readonly sentiment?: readonly SentimentLabel[] | undefined;
  readonly topic?: string | undefined;
  readonly source?: string | undefined;
  readonly monitor?: string | undefined;
  readonly author?: string | undefined;
  /** What was typed in the search field. */
  readonly q?: string | undefined;
  /** IANA time zone in which the days of `q` begin. */
  readonly zone?: string | undefined;
  /** Posted at or after; ISO 8601. */
  readonly from?: string | undefined;
  /** Posted before; ISO 8601. */
  readonly to?: string | undefined;
}

/** The same, understood: what statements are made of. */
export interface Sought extends Omit<MentionFilter, 'q' | 'zone'> {
  readonly condition: Condition | null;
  /** Whom "mine" means. */
  readonly me: string | null;
}

/** What was typed cannot be understood. Says everything that is wrong with it. */
export class BadQuery extends Error {
  override readonly name = 'BadQuery';
  constructor(readonly faults: readonly QueryFault[]) {
    super(faults.map(({ says }) => says).join(' '));
  }
}

/**
 * Understands a filter by the names that there are.
 *
 * @throws BadQuery when its search has faults: nothing of it is left out in silence
 */
export async function seek(
  database: Pick<DataSource, 'query'>,
  { q, zone, ...filter }: MentionFilter,
  asker: Pick<Asker, 'userId'>,
): Promise<Sought> {
  const typed = q ?? '';
  const asked = { ...asker, zone };
  // Words need no names.
  const vocabulary = typed.includes(':')
    ? await vocabularyIn(database, asked)
    : withoutNames(asked);
  const { condition, faults } = parseInboxQuery(typed, vocabulary);
  if (faults.length > 0) throw new BadQuery(faults);
  return lifted({ ...filter, condition, me: vocabulary.me?.id ?? null });
}

/** What indexes are in the order of, out of the search and beside it, unless something stands there. */
function lifted(sought: Sought): Sought {
  const { condition } = sought;
  if (condition === null) return sought;
  const parts = condition.kind === 'all' ? condition.of : [condition];
  const isStatus = (part: Condition): part is OfField<'status'> =>
    part.kind === 'field' && part.asked.field === 'status';
  const isComplaint = (part: Condition): part is OfField<'complaint'> =>
    part.kind === 'field' && part.asked.field === 'complaint';
  const isUnsure = (part: Condition): boolean =>
    part.kind === 'field' && part.asked.field === 'is' && part.asked.of.join() === 'unsure';
  const status = sought.status ? undefined : parts.find(isStatus);
  const complaint = sought.complaint ? undefined : parts.find(isComplaint);
  const unsure = sought.complaint || complaint ? undefined : parts.find(isUnsure);
  const rest = parts.filter((part) => part !== status && part !== complaint && part !== unsure);
  return {
    ...sought,
    ...(status && { status: status.asked.of }),
    ...(complaint && { complaint: complaint.asked.of }),
    ...(unsure && { complaint: ['unsure'] }),
    condition: rest.length > 1 ? { kind: 'all', of: rest } : (rest[0] ?? null),
  };
}

interface OfField<Name extends Asked['field']> {
  readonly kind: 'field';
  readonly asked: Extract<Asked, { field: Name }>;
}

/** @throws BadQuery when there is no such time zone */
export async function vocabularyIn(
  database: Pick<DataSource, 'query'>,
  { userId, zone = 'UTC' }: Asker,
): Promise<Vocabulary> {
  return vocabularyFor(database, { userId, zone: checked(zone) });
}

const withoutNames = ({ zone = 'UTC' }: Asker): Vocabulary => ({
  ...NOTHING,
  now: new Date(),
  zone: checked(zone),
});

const NOTHING = { me: null, people: [], sources: [], monitors: [], topics: [], labels: [] };

function checked(zone: string): string {
  try {
    checkZone(zone);
    return zone;
  } catch {
    const says = `There is no time zone "${zone}".`;
    throw new BadQuery([
      { start: 0, end: 0, kind: 'unknown-value', typed: zone, says, instead: 'UTC' },
    ]);
  }
}

/** Whether anything but the status is asked for. */
export function isNarrowed(sought: Sought): boolean {
  const { status: _status, condition, me: _me, ...filters } = sought;
  return condition !== null || Object.values(filters).some((value) => value !== undefined);
}

/** Whether copies are asked for by name, so that they must not be folded away. */
export const asksForCopies = ({ condition }: Sought): boolean =>
  askedIn(condition).some((asked) => asked.field === 'is' && asked.of.includes('copy'));
