import { writeCursor } from '../../src/store/cursor.js';
import type { DataSource } from '../../src/store/database.js';
import { wordsAround } from './inbox-words.js';

/** What is asked, as in an address below /mentions. */
export interface Case {
  readonly name: string;
  /** Its goal: `list` 50 ms, `search` 150 ms. */
  readonly goal: 'list' | 'search';
  readonly route: 'list' | 'count' | 'counts';
  /** One after the other, over and over. */
  readonly queries: readonly string[];
}

const query = (values: Readonly<Record<string, string>>): string =>
  new URLSearchParams(values).toString();
const listOf = (name: string, ...queries: Readonly<Record<string, string>>[]): Case => ({
  name,
  goal: 'list',
  route: 'list',
  queries: queries.map(query),
});
const searchOf = (
  name: string,
  all: readonly string[],
  values: Readonly<Record<string, string>> = {},
): Case => ({
  name,
  goal: 'search',
  route: 'list',
  queries: all.map((q) => query({ q, ...values })),
});
const countOf = (name: string, ...queries: Readonly<Record<string, string>>[]): Case => ({
  name,
  goal: 'search',
  route: 'count',
  queries: queries.map(query),
});

const PAGE = 50;
const DEEP = 200;

/** What is measured, on a filled database. @param topics the most frequent first */
export async function casesOn(
  database: DataSource,
  words: readonly string[],
  topics: readonly string[],
): Promise<Case[]> {
  const [common, middle, rare] = [0.03, 0.001, 0.00001].map((share) =>
    wordsAround(words, share, 8),
  );
  const [frequent = '', seldom = ''] = [topics[1], topics.at(-1)];
  const two = (common ?? []).map((word, n) => `${word} ${middle?.[n]}`);
  const phrases = Array.from({ length: 8 }, (_, n) => words.slice(n * 997, n * 997 + 2).join(' '));
  return [
    listOf(
      'first page',
      { status: 'new' },
      { sort: 'newest' },
      { status: 'waiting', sort: 'returning' },
      { sort: 'due' },
      { status: 'doing', sort: 'newest' },
    ),
    listOf(
      'filter, common',
      { complaint: 'complaint' },
      { q: `topic:${frequent}`, status: 'new' },
      { q: 'source:"Place 1"' },
      { q: 'urgency:soon,now', sort: 'newest' },
    ),
    listOf(
      'filter, rare',
      { q: `topic:${seldom}` },
      { q: 'lang:fi topic:none', sort: 'newest' },
      { q: 'leaving:left-and-telling' },
      { q: 'label:press' },
      { q: 'source:"Place 40" status:done' },
      { q: 'author:author7' },
    ),
    listOf(
      'filter, several',
      { q: `topic:${frequent} is:unowned urgency:soon` },
      { q: 'is:overdue sentiment:negative lang:de' },
      { q: 'owner:"Person 3" status:waiting has:want' },
      { q: `-source:"Place 1" complaint:complaint rating:1-2 after:30d`, sort: 'newest' },
      { q: 'is:unsure -lang:en', status: 'done' },
    ),
    listOf(`page ${DEEP}`, ...(await deepCursors(database))),
    searchOf('text, rare word', rare ?? []),
    searchOf('text, middle word', middle ?? []),
    searchOf('text, common word', common ?? []),
    searchOf('text, two words', two),
    searchOf(
      'text, phrase',
      phrases.map((phrase) => `"${phrase}"`),
    ),
    searchOf(
      'text with filters',
      [
        ...(middle ?? []).map((word) => `${word} complaint:complaint`),
        ...(common ?? []).map((word) => `${word} status:new -lang:de`),
      ],
      { sort: 'newest' },
    ),
    { name: 'counts', goal: 'search', route: 'counts', queries: [''] },
    countOf(
      'count, filtered',
      { complaint: 'complaint' },
      { q: `topic:${frequent}` },
      { q: `topic:${seldom}` },
      { q: 'is:overdue' },
      { status: 'new' },
      { q: 'source:"Place 3" lang:de' },
    ),
    countOf(
      'count, text',
      ...[rare, middle, common].flatMap((some) => (some ?? []).slice(0, 4)).map((q) => ({ q })),
    ),
  ];
}

/** Where page 200 begins, or the middle of what there is. */
async function deepCursors(database: DataSource): Promise<Record<string, string>[]> {
  const [row] = await database.query<
    [{ priority: string; id: string; occurred: string; newest: string }]
  >(
    `WITH deep AS (SELECT least(${PAGE * DEEP}, count(*) / 2)::int AS n FROM mention)
     SELECT p.priority::text, p.id, (extract(epoch FROM t.occurred_at) * 1000000)::bigint::text AS occurred, t.id AS newest FROM
       (SELECT priority, id FROM mention ORDER BY priority DESC, id DESC OFFSET (SELECT n FROM deep) LIMIT 1) p,
       (SELECT occurred_at, id FROM mention ORDER BY occurred_at DESC, id DESC OFFSET (SELECT n FROM deep) LIMIT 1) t`,
  );
  return [
    { cursor: writeCursor({ order: 'priority', key: row.priority, id: row.id }) },
    { sort: 'newest', cursor: writeCursor({ order: 'newest', key: row.occurred, id: row.newest }) },
  ];
}
