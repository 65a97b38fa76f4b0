import type { Choice } from './choices.js';
import { FIELDS, fieldNamed, type Vocabulary } from './fields.js';
import { tokensOf, type Span, type Term } from './tokens.js';

/** What could stand at the cursor: `text` takes the place of the span. */
export interface Completion extends Span {
  readonly text: string;
  readonly says: string;
}

const MOST = 12;
const MOST_LISTED = 30;

/** Every field for help, with what can be written after it, as far as that is not too much to list. */
export const fieldsOf = (
  vocabulary: Vocabulary,
): { name: string; says: string; example: string; values: Choice[] }[] =>
  FIELDS.map(({ name, says, example, choices }) => ({
    ...{ name, says, example },
    values: choices(vocabulary).slice(0, MOST_LISTED),
  }));

/**
 * What could be meant by what is being typed: names of fields, or the values of one.
 *
 * @param at where the cursor stands, in UTF-16 units from the start
 */
export function completionsAt(typed: string, at: number, vocabulary: Vocabulary): Completion[] {
  const { tokens } = tokensOf(typed);
  const term = tokens.find(
    (token): token is Term => token.kind === 'term' && token.start < at && at <= token.end,
  );
  if (term?.field) return valuesOf(typed, at, term, vocabulary);
  const written = term ? typed.slice(term.start, at) : '';
  const not = written.startsWith('-') ? '-' : '';
  const begun = written.replace(/^-+/u, '').toLowerCase();
  const span = term ? { start: term.start, end: term.end } : { start: at, end: at };
  return FIELDS.filter(({ name }) => name.startsWith(begun))
    .slice(0, MOST)
    .map(({ name, says }) => ({ ...span, text: `${not}${name}:`, says }));
}

function valuesOf(typed: string, at: number, term: Term, vocabulary: Vocabulary): Completion[] {
  const field = fieldNamed(term.field ?? '');
  if (!field) return [];
  const value = term.values.find(({ start, end }) => start <= at && at <= end);
  const span = value ? { start: value.start, end: value.end } : { start: at, end: at };
  // Between the name of the field and its colon there is no value yet.
  if (!typed.slice(term.start, at).includes(':')) return [];
  const begun = (value?.text ?? '').toLowerCase();
  const all = field.choices(vocabulary);
  const fits = (text: string): number =>
    text.toLowerCase().startsWith(begun) ? 0 : text.toLowerCase().includes(begun) ? 1 : 2;
  return all
    .map((choice) => ({ choice, rank: Math.min(fits(choice.value), fits(choice.says)) }))
    .filter(({ rank }) => rank < 2)
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ choice: { value: text, says } }) => ({
      ...span,
      text: /[\s,]/u.test(text) ? `"${text}"` : text,
      says,
    }));
}
