import type { Asked, Held, RatingRange, State, TimeRange } from '../../domain/inbox-query.js';
import { WANTS } from '../../domain/mention.js';
import { COUNTS_FOR, IS_CORRECTED } from '../labels-in-force.js';

/** Adds a value to the parameters of a statement and gives its name there. */
export type Parameter = (value: unknown) => string;

/**
 * How a statement comes by its rows: `set` finds all that match by indexes; `row` looks at one after
 * the other, in the order of the list, until there are enough.
 */
export type Way = 'set' | 'row';

export const UNFINISHED = `m.status IN ('new', 'doing', 'waiting')`;

/** What does not lie in columns of its own, as triage writes it. */
const marked = (kind: string, values: readonly string[], parameter: Parameter): string =>
  `m.marks && ${parameter(values.map((value) => `${kind}:${value}`))}::text[]`;

const either = (conditions: readonly string[]): string =>
  conditions.length === 1 ? (conditions[0] as string) : `(${conditions.join(' OR ')})`;

/** Rows of another table that name a mention. */
const named = (way: Way, table: string, column: string, where = 'true'): string =>
  way === 'set'
    ? `m.id IN (SELECT ${column} FROM ${table} WHERE ${where})`
    : `EXISTS (SELECT FROM ${table} WHERE ${column} = m.id AND ${where})`;

/** Of mention `m`: what a field asks for. */
export function askedCondition(
  asked: Asked,
  way: Way,
  me: string | null,
  parameter: Parameter,
): string {
  switch (asked.field) {
    case 'author':
      return authorCondition(asked.names, parameter);
    case 'source':
      return `m.source_id = ANY(${parameter(asked.ids)}::bigint[])`;
    case 'monitor':
      return `m.monitor_ids && ${parameter(asked.ids)}::bigint[]`;
    case 'topic':
      return either([
        ...(asked.keys.length > 0 ? [`m.topics && ${parameter(asked.keys)}::text[]`] : []),
        ...(asked.none ? [`m.topics = '{}'`] : []),
      ]);
    case 'owner':
      return either([
        ...(asked.ids.length > 0 ? [`m.owner_id = ANY(${parameter(asked.ids)}::bigint[])`] : []),
        ...(asked.nobody ? ['m.owner_id IS NULL'] : []),
      ]);
    case 'label':
      return `m.own_labels && ${parameter(asked.labels)}::text[]`;
    case 'status':
      return valueCondition('status', asked.of, parameter);
    case 'dismissed':
      return `m.dismissed_because = ANY(${parameter(asked.of)}::text[])`;
    case 'is':
      return either(asked.of.map((state) => stateCondition(state, way, me, parameter)));
    case 'has':
      return either(asked.of.map((held) => heldCondition(held, way, parameter)));
    case 'complaint':
    case 'sentiment':
      return valueCondition(asked.field, asked.of, parameter);
    case 'lang':
      return marked('lang', asked.codes, parameter);
    case 'rating':
      return either(asked.ranges.map((range) => ratingCondition(range, parameter)));
    case 'posted':
      return rangeCondition('m.occurred_at', asked.range, parameter);
    case 'due':
      return either([
        ...asked.ranges.map((range) => rangeCondition('m.due_at', range, parameter)),
        ...(asked.none ? ['m.due_at IS NULL'] : []),
      ]);
    default:
      return marked(asked.field, asked.of, parameter);
  }
}

/** One status alone, as one label alone, lets an index give the rows in order. */
export function valueCondition(
  column: 'status' | 'complaint' | 'sentiment',
  of: readonly string[],
  parameter: Parameter,
): string {
  return of.length === 1
    ? `m.${column} = ${parameter(of[0])}`
    : `m.${column} = ANY(${parameter(of)}::text[])`;
}

function authorCondition(
  names: readonly { name: string; begins: boolean }[],
  parameter: Parameter,
): string {
  const whole = parameter(names.filter(({ begins }) => !begins).map(({ name }) => name));
  const patterns = names
    .filter(({ begins }) => begins)
    .map(({ name }) => parameter(`${name.replace(/[\\%_]/gu, String.raw`\$&`)}%`));
  const matches = (column: string): string =>
    either([
      `lower(${column}) = ANY(${whole}::text[])`,
      ...patterns.map((pattern) => `lower(${column}) LIKE ${pattern}`),
    ]);
  return `m.author_id = ANY(ARRAY(
    SELECT id FROM author WHERE ${matches('handle')}
    UNION SELECT id FROM author WHERE name IS NOT NULL AND ${matches('name')}))`;
}

function stateCondition(state: State, way: Way, me: string | null, parameter: Parameter): string {
  switch (state) {
    case 'unfinished':
      return UNFINISHED;
    case 'finished':
      return `m.status IN ('done', 'dismissed')`;
    case 'mine':
      return `m.owner_id = ${parameter(me)}::bigint AND ${UNFINISHED}`;
    case 'owned':
      return 'm.owner_id IS NOT NULL';
    case 'unowned':
      return `m.owner_id IS NULL AND ${UNFINISHED}`;
    case 'overdue':
      return `m.due_at < now() AND ${UNFINISHED}`;
    case 'returned':
      return `m.waiting_until IS NOT NULL AND m.status = 'new'`;
    case 'claimed':
      return 'm.claimed_until > now()';
    case 'copy':
      return 'm.copy_of IS NOT NULL';
    case 'gone':
      return 'm.gone_at IS NOT NULL';
    case 'erased':
      return 'm.erased_at IS NOT NULL';
    case 'corrected':
      return way === 'row' ? IS_CORRECTED : CORRECTED_SET;
    case 'edited':
      return named(way, 'mention_revision', 'mention_id');
    case 'ours':
      return `m.marks && '{ours}'::text[]`;
    case 'unsure':
      return valueCondition('complaint', ['unsure'], parameter);
  }
}

const CORRECTED_SET = `m.id IN (
  SELECT mention_id FROM correction
  UNION SELECT m.id FROM correction c JOIN mention m ON ${COUNTS_FOR.replace('c.mention_id = m.id OR ', '')})`;

function heldCondition(held: Held, way: Way, parameter: Parameter): string {
  switch (held) {
    case 'title':
      return 'm.title IS NOT NULL';
    case 'author':
      return 'm.author_id IS NOT NULL';
    case 'link':
      return 'm.url IS NOT NULL';
    case 'rating':
      return 'm.rating IS NOT NULL';
    case 'topic':
      return `m.topics <> '{}'`;
    case 'label':
      return `m.own_labels <> '{}'`;
    case 'note':
      return named(way, 'mention_note', 'mention_id', 'deleted_at IS NULL');
    case 'task':
      return 'm.task_id IS NOT NULL';
    case 'copies':
      return named(way, 'mention folded', 'folded.copy_of', 'folded.copy_of IS NOT NULL');
    case 'due':
      return 'm.due_at IS NOT NULL';
    case 'want':
      return marked('want', WANTS, parameter);
  }
}

/** Ratings are marked by their whole part, those above 10 as 10. */
const HIGHEST_MARK = 10;
export const ratingMark = (rating: number): number =>
  Math.min(HIGHEST_MARK, Math.max(0, Math.floor(rating)));

function ratingCondition({ from, to }: RatingRange, parameter: Parameter): string {
  const [first, last] = [ratingMark(from ?? 0), ratingMark(to ?? HIGHEST_MARK)];
  const marks = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => String(first + n));
  return [
    marked('rating', marks, parameter),
    ...(from === null ? [] : [`m.rating >= ${parameter(from)}::real`]),
    ...(to === null ? [] : [`m.rating <= ${parameter(to)}::real`]),
  ].join(' AND ');
}

function rangeCondition(column: string, { from, to }: TimeRange, parameter: Parameter): string {
  return [
    ...(from === null ? [] : [`${column} >= ${parameter(from)}::timestamptz`]),
    ...(to === null ? [] : [`${column} < ${parameter(to)}::timestamptz`]),
    `${column} IS NOT NULL`,
  ].join(' AND ');
}
