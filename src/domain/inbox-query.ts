/**
 * What is typed in the search field of the inbox. A fuller language will take the place of this one:
 * whoever searches sees `parseInboxQuery` and what it returns, and nothing behind it.
 *
 * Words must all be there; `"words in a row"`; `-without`; `this OR that`; `field:value`, where
 * `field:a,b` is either; the last word may be the beginning of one, as may any that ends in `*`.
 * OR joins its two neighbours before everything else: `a OR b c` is (a or b) and c.
 */
import { nearest, UnknownValue } from './inbox-query/choices.js';
import type { Asked, Condition, Phrase } from './inbox-query/condition.js';
import { FIELDS, fieldNamed, type Vocabulary } from './inbox-query/fields.js';
import {
  fault,
  tokensOf,
  type QueryFault,
  type Span,
  type Term,
  type Token,
} from './inbox-query/tokens.js';
import { placedWords } from './words.js';

export type {
  Asked,
  Condition,
  Held,
  Phrase,
  RatingRange,
  State,
  TimeRange,
} from './inbox-query/condition.js';
export type { Named } from './inbox-query/choices.js';
export type { Vocabulary } from './inbox-query/fields.js';
export { QUERY_FAULTS, type QueryFault, type Span } from './inbox-query/tokens.js';
export { checkZone } from './inbox-query/days.js';
export { completionsAt, fieldsOf } from './inbox-query/completions.js';

/** A term as it was understood. */
export interface QueryPart extends Span {
  /** null: words or a phrase of the text. */
  readonly field: string | null;
  readonly not: boolean;
  readonly values: readonly string[];
  /** In words. */
  readonly says: string;
}

export interface ParsedQuery {
  /** null when nothing is asked, or it has faults. */
  readonly condition: Condition | null;
  /** The same query written plainly; what was typed when it has faults. */
  readonly text: string;
  readonly parts: readonly QueryPart[];
  /** While there is one, the query must be refused: nothing of it is left out in silence. */
  readonly faults: readonly QueryFault[];
}

interface Understood {
  readonly condition: Condition;
  readonly part: QueryPart;
  readonly text: string;
}

/** Least letters of a last word that may be the beginning of one: fewer are in nearly every text. */
const LEAST_BEGINNING = 3;

/** The one place that decides what a search of the inbox means. Any text has an answer; it never throws. */
export function parseInboxQuery(typed: string, vocabulary: Vocabulary): ParsedQuery {
  const { tokens, faults } = tokensOf(typed);
  const found = [...faults];
  const last = tokens.at(-1);
  const understood = new Map<Token, Understood>();
  for (const token of tokens) {
    if (token.kind === 'or') continue;
    const answer = termOf(typed, token, token === last, vocabulary);
    if (answer === null) continue;
    if ('kind' in answer) found.push(answer);
    else understood.set(token, answer);
  }
  // Signs between words say nothing; alone they would say that everything is meant.
  if (tokens.length > 0 && understood.size === 0 && found.length === 0)
    found.push(
      fault(typed, { start: 0, end: typed.length }, 'nothing-searchable', [
        'There is no word, no emoji and no field in this.',
      ]),
    );
  found.push(...lonely(typed, tokens, understood, found));
  const parts = [...understood.values()].map(({ part }) => part);
  if (found.length > 0) return { condition: null, text: typed, parts, faults: found };
  return {
    condition: joined(tokens, understood),
    text: written(tokens, understood),
    parts,
    faults: [],
  };
}

/** @returns null for signs that cannot be searched for */
function termOf(
  typed: string,
  term: Term,
  isLast: boolean,
  vocabulary: Vocabulary,
): Understood | QueryFault | null {
  return term.field === null ? wordsOf(typed, term, isLast) : fieldOf(typed, term, vocabulary);
}

function wordsOf(typed: string, term: Term, isLast: boolean): Understood | QueryFault | null {
  const { start, end, not } = term;
  const [value] = term.values;
  const given = value?.text ?? '';
  const isQuoted = value?.quoted ?? false;
  if (!isQuoted && (/^\(.*[\p{L}\p{N}]/u.test(given) || /^[^(]*[\p{L}\p{N}][^(]*\)$/u.test(given)))
    return fault(typed, term, 'bracket', [
      'Brackets are not understood here: OR joins its neighbours without them.',
      given.replaceAll(/[()]/gu, ''),
    ]);
  const words = placedWords(given);
  const final = words.at(-1)?.word ?? '';
  if (final === '') return null;
  const isStarred = given.endsWith('*') && !isQuoted;
  if (isStarred && final.length < 2)
    return fault(typed, term, 'nothing-searchable', ['Write at least two letters before the *.']);
  const goesOn = isLast && !not && !isQuoted && final.length >= LEAST_BEGINNING;
  const phrase: Phrase = { words, begins: isStarred || goesOn };
  const said = `"${words.map(({ word }) => word).join(' ')}${phrase.begins ? '…' : ''}"`;
  const condition: Condition = { kind: 'words', phrase };
  return {
    condition: not ? { kind: 'not', of: condition } : condition,
    part: {
      start,
      end,
      field: null,
      not,
      values: [given],
      says: `${not ? 'lacks' : 'has'} ${said}`,
    },
    text: `${not ? '-' : ''}${isQuoted ? `"${given}"` : given}`,
  };
}

function fieldOf(typed: string, term: Term, vocabulary: Vocabulary): Understood | QueryFault {
  const { start, end, not, values } = term;
  const field = fieldNamed(term.field ?? '');
  if (!field) return unknownField(typed, term);
  if (values.length === 0)
    return fault(typed, term, 'no-value', [
      `What should stand after ${field.name}: is missing.`,
      field.example,
    ]);
  const read = field.read(values, vocabulary);
  if (read instanceof UnknownValue)
    return fault(typed, read.value, 'unknown-value', [
      read.says,
      read.instead && quoted(read.instead),
    ]);
  const anyOf = read.asked.map((asked): Condition => ({ kind: 'field', asked }));
  const condition = oneOf('any', anyOf);
  return {
    condition: not ? { kind: 'not', of: condition } : condition,
    part: {
      ...{ start, end, field: field.name, not, values: read.said },
      says: `${field.name} ${not ? 'is not' : 'is'} ${read.said.join(' or ')}`,
    },
    text: `${not ? '-' : ''}${field.name}:${read.said.map(quoted).join(',')}`,
  };
}

function unknownField(typed: string, term: Term): QueryFault {
  const near = nearest(
    term.field ?? '',
    FIELDS.map(({ name }) => name),
  );
  const rest = typed.slice(term.start, term.end).replace(/^-+/u, '');
  const meant = near === null ? `"${rest}"` : rest.replace(term.field as string, near);
  return fault(typed, term, 'unknown-field', [
    `There is no field ${term.field}: — ${near === null ? 'put quotes round it to search for the words' : `is ${near}: meant`}.`,
    `${term.not ? '-' : ''}${meant}`,
  ]);
}

/** A value as it is written, in quotes where it would fall apart. */
export const quoted = (value: string): string =>
  /[\s,"“”„«»]/u.test(value) ? `"${value.replaceAll(/["“”„«»]/gu, '')}"` : value;

/** An OR that has no neighbour on one of its sides; a fault of its neighbour is told already. */
function lonely(
  typed: string,
  tokens: readonly Token[],
  understood: ReadonlyMap<Token, unknown>,
  told: readonly QueryFault[],
): QueryFault[] {
  const stands = (side: Token | undefined): boolean =>
    side?.kind === 'term' &&
    (understood.has(side) || told.some(({ start, end }) => start >= side.start && end <= side.end));
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'or' || [tokens[at - 1], tokens[at + 1]].every(stands)) return [];
    const says =
      'OR needs something to choose from on both of its sides. Put quotes round it to search for the word.';
    return [fault(typed, token, 'lonely-or', [says, '"OR"'])];
  });
}

function joined(
  tokens: readonly Token[],
  understood: ReadonlyMap<Token, Understood>,
): Condition | null {
  const groups: Condition[][] = [];
  let joins = false;
  for (const token of tokens) {
    if (token.kind === 'or') {
      joins = true;
      continue;
    }
    const condition = understood.get(token)?.condition;
    if (!condition) continue;
    const group = groups.at(-1);
    if (joins && group) group.push(condition);
    else groups.push([condition]);
    joins = false;
  }
  return groups.length === 0
    ? null
    : oneOf(
        'all',
        groups.map((group) => oneOf('any', group)),
      );
}

const oneOf = (kind: 'all' | 'any', of: readonly Condition[]): Condition =>
  of.length === 1 ? (of[0] as Condition) : { kind, of };

const written = (tokens: readonly Token[], understood: ReadonlyMap<Token, Understood>): string =>
  tokens
    .flatMap((token) => (token.kind === 'or' ? ['OR'] : (understood.get(token)?.text ?? [])))
    .join(' ');

/** Of a condition, every field that is asked for, however deep. */
export function askedIn(condition: Condition | null): Asked[] {
  if (condition === null || condition.kind === 'words') return [];
  if (condition.kind === 'field') return [condition.asked];
  return (condition.kind === 'not' ? [condition.of] : condition.of).flatMap(askedIn);
}
