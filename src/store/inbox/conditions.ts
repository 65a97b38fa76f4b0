import type { Condition } from '../../domain/inbox-query.js';
import { askedCondition, valueCondition, type Parameter, type Way } from './asked-conditions.js';
import type { Sought } from './filter.js';
import { tsqueryOf } from './search.js';

/**
 * Conditions on alias `m` for all that is sought. Every use is parenthesised by who joins them with AND.
 *
 * @param way `set` unless rows are looked at one by one
 */
export function conditionsOf(sought: Sought, parameter: Parameter, way: Way = 'set'): string[] {
  const conditions: string[] = [];
  const when = (value: unknown, condition: (name: string) => string): void => {
    if (value !== undefined) conditions.push(condition(parameter(value)));
  };
  for (const column of ['status', 'complaint', 'sentiment'] as const) {
    const of = sought[column];
    if (of) conditions.push(valueCondition(column, of, parameter));
  }
  when(sought.topic && [sought.topic], (name) => `m.topics && ${name}::text[]`);
  when(sought.source, (name) => `m.source_id = ${name}`);
  when(sought.monitor && [sought.monitor], (name) => `m.monitor_ids && ${name}::bigint[]`);
  when(sought.author, (name) => `m.author_id = ${name}`);
  when(sought.from, (name) => `m.occurred_at >= ${name}::timestamptz`);
  when(sought.to, (name) => `m.occurred_at < ${name}::timestamptz`);
  if (sought.condition)
    conditions.push(...new Writer(sought, parameter, way).all(sought.condition));
  return conditions.map((condition) => `(${condition})`);
}

class Writer {
  constructor(
    private readonly sought: Sought,
    private readonly parameter: Parameter,
    private readonly way: Way,
  ) {}

  /** One for each part that must hold; all that is about words in one, which one index answers. */
  all(condition: Condition): string[] {
    const parts = condition.kind === 'all' ? condition.of : [condition];
    const words = parts.flatMap((part) => wordsOf(part) ?? []);
    const others = parts.filter((part) => wordsOf(part) === null);
    return [
      ...(words.length > 0 ? [this.words(words.join(' & '), parts.some(findsWords))] : []),
      ...others.map((part) => this.one(part)),
    ];
  }

  private one(condition: Condition): string {
    const words = wordsOf(condition);
    if (words !== null) return this.words(words, findsWords(condition));
    if (condition.kind === 'not') return `(${this.one(condition.of)}) IS NOT TRUE`;
    if (condition.kind === 'field')
      return askedCondition(condition.asked, this.way, this.sought.me, this.parameter);
    if (condition.kind === 'any')
      return condition.of.map((part) => `(${this.one(part)})`).join(' OR ');
    return this.all(condition)
      .map((part) => `(${part})`)
      .join(' AND ');
  }

  /** What only excludes words would find nearly all by the index: it is looked at row by row. */
  private words(tsquery: string, finds: boolean): string {
    const matches = `words @@ ${this.parameter(tsquery)}::tsquery`;
    return this.way === 'set' && finds
      ? `m.id IN (SELECT mention_id FROM search_entry WHERE ${matches})`
      : `coalesce((SELECT ${matches} FROM search_entry WHERE mention_id = m.id), ${!finds})`;
  }
}

/** A part that is about words alone, for `tsquery`; null when it is about more. */
function wordsOf(condition: Condition): string | null {
  switch (condition.kind) {
    case 'field':
      return null;
    case 'words':
      return `(${tsqueryOf(condition.phrase)})`;
    case 'not': {
      const inner = wordsOf(condition.of);
      return inner === null ? null : `!${inner}`;
    }
    default: {
      const parts = condition.of.map(wordsOf);
      if (parts.includes(null)) return null;
      return `(${parts.join(condition.kind === 'all' ? ' & ' : ' | ')})`;
    }
  }
}

/** Whether the index of words narrows it down. */
function findsWords(condition: Condition): boolean {
  if (condition.kind === 'words') return true;
  if (condition.kind === 'all') return condition.of.some(findsWords);
  return condition.kind === 'any' && condition.of.every(findsWords);
}
