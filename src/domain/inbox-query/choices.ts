import type { Value } from './tokens.js';

/** Something that can be written after a field. */
export interface Choice {
  readonly value: string;
  readonly says: string;
}

/** Something that has an id, or a key, and a name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A value that a field does not know. */
export class UnknownValue {
  constructor(
    readonly value: Value,
    readonly says: string,
    readonly instead: string | null,
  ) {}
}

const MOST_SHOWN = 8;

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** The one of `of` for each value, any case; spaces and underscores stand for hyphens. */
export function chosen<Of extends string>(
  values: readonly Value[],
  of: readonly Of[],
  field: string,
): Of[] | UnknownValue {
  const found: Of[] = [];
  for (const value of values) {
    const wanted = plain(value.text).replace(/[\s_]+/gu, '-');
    const hit = of.find((it) => it === wanted);
    if (hit === undefined) return unknown(value, of, field);
    found.push(hit);
  }
  return [...new Set(found)];
}

/**
 * Those that go by this name or id, or whose name alone begins so. Several may have one name.
 *
 * @param what as in "There is no source ..."
 */
export function namedBy(
  values: readonly Value[],
  all: readonly Named[],
  what: string,
): Named[] | UnknownValue {
  const found: Named[] = [];
  for (const value of values) {
    const wanted = plain(value.text);
    const exact = all.filter(({ id, name }) => plain(name) === wanted || plain(id) === wanted);
    const beginning = all.filter(({ name }) => plain(name).startsWith(wanted));
    const hits = exact.length > 0 ? exact : beginning.length === 1 ? beginning : [];
    if (hits.length === 0) return unnamed(value, all, beginning, what);
    found.push(...hits);
  }
  return [...new Set(found)];
}

function unnamed(
  value: Value,
  all: readonly Named[],
  beginning: readonly Named[],
  what: string,
): UnknownValue {
  const names = [...new Set((beginning.length > 0 ? beginning : all).map(({ name }) => name))];
  const says =
    beginning.length > 1
      ? `More than one ${what} begins with "${value.text}": ${shown(names)}.`
      : `There is no ${what} "${value.text}"${names.length > 0 ? `; there ${names.length === 1 ? 'is' : 'are'} ${shown(names)}` : ''}.`;
  return new UnknownValue(
    value,
    says,
    beginning.length > 1 ? (names[0] ?? null) : nearest(value.text, names),
  );
}

export function unknown(value: Value, of: readonly string[], field: string): UnknownValue {
  return new UnknownValue(
    value,
    `"${value.text}" says nothing after ${field}: — write ${of.join(', ')}.`,
    nearest(value.text, of),
  );
}

const shown = (names: readonly string[]): string =>
  names.length > MOST_SHOWN
    ? `${names.slice(0, MOST_SHOWN).join(', ')} and ${names.length - MOST_SHOWN} more`
    : names.join(', ');

/** What was probably meant: what begins so or holds it, or is at most a third of its letters away, or two. */
export function nearest(typed: string, of: readonly string[]): string | null {
  const wanted = plain(typed);
  if (wanted === '') return null;
  const near = of
    .map((it) => ({ it, away: awayFrom(wanted, plain(it)) }))
    .filter(({ away }) => away <= (wanted.length < 3 ? 1 : Math.max(2, wanted.length / 3)))
    .toSorted((a, b) => a.away - b.away);
  return near[0]?.it ?? null;
}

function awayFrom(a: string, b: string): number {
  if (b.startsWith(a)) return 0;
  if (a.length >= 3 && b.includes(a)) return 0.5;
  if (Math.abs(a.length - b.length) > 20 || a.length > 60) return Infinity;
  // Levenshtein 1966, one row at a time.
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(
        Math.min(
          (row[j] as number) + 1,
          (next[j - 1] as number) + 1,
          (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] as number;
}
