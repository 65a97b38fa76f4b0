/** Types that a bulk column may have; all travel as one PostgreSQL array each. */
export type ColumnType =
  'text' | 'bigint' | 'integer' | 'smallint' | 'real' | 'timestamptz' | 'jsonb' | 'bytea';

/**
 * A page of rows as one array per column, so that one statement writes all of them:
 * `INSERT … SELECT … FROM unnest($1::text[], $2::bigint[]) AS row(name, id)`.
 *
 * PostgreSQL cannot hold U+0000 in text, so it is taken out here, in one place.
 *
 * @param rows the page, in order
 * @param columns name in the row and in SQL → PostgreSQL type
 * @returns the `FROM` item, named `row`, and its parameters from `$1` on
 */
export function unnest<Row extends object>(
  rows: readonly Row[],
  columns: Readonly<Partial<Record<keyof Row & string, ColumnType>>>,
): { from: string; params: unknown[][] } {
  const names = Object.keys(columns) as (keyof Row & string)[];
  const arrays = names.map((name, index) => `$${index + 1}::${columns[name]}[]`);
  const params = names.map((name) => rows.map((row) => storable(row[name], columns[name])));
  return { from: `unnest(${arrays.join(', ')}) AS row(${names.join(', ')})`, params };
}

const NUL = /\u0000/g;

/** Text as PostgreSQL can hold it: no U+0000, no half of a surrogate pair. */
export const cleanText = (text: string): string => text.toWellFormed().replace(NUL, '');

/** How JSON writes U+0000 and halves of surrogate pairs. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

/** The same for all texts within a value, names of fields included, as JSON. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  return UNSTORABLE.test(json) ? JSON.stringify(cleanWithin(JSON.parse(json))) : json;
}

function cleanWithin(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanWithin);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [cleanText(name), cleanWithin(inner)]),
  );
}

function storable(value: unknown, type: ColumnType | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'jsonb') return storableJson(value);
  return typeof value === 'string' ? cleanText(value) : value;
}
