import {
  completionsAt,
  fieldsOf,
  parseInboxQuery,
  type Vocabulary,
} from '../../domain/inbox-query.js';
import type { QueryExplanation, View } from '../views.js';

/**
 * What the search field shows of what is typed in it.
 *
 * @param at where the cursor stands; undefined: no completions are wanted
 */
export function explained(
  typed: string,
  at: number | undefined,
  vocabulary: Vocabulary,
): View<typeof QueryExplanation> {
  const { text, parts, faults } = parseInboxQuery(typed, vocabulary);
  return {
    q: text,
    parts: parts.map((part) => ({ ...part, values: [...part.values] })),
    faults: [...faults],
    fields: fieldsOf(vocabulary),
    completions: at === undefined ? [] : completionsAt(typed, at, vocabulary),
  };
}
