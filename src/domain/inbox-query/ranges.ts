import { UnknownValue } from './choices.js';
import type { Asked, RatingRange, TimeRange } from './condition.js';
import { rangeOf, timeNamed, type Here } from './days.js';
import type { Value } from './tokens.js';

type Read = { asked: readonly Asked[]; said: string[] } | UnknownValue;

const NUMBER = String.raw`\d{1,6}(?:\.\d{1,3})?`;
const RATING = new RegExp(
  String.raw`^(?:(?<sign><=|>=|<|>)?(?<one>${NUMBER})|(?<from>${NUMBER})(?:-|\.\.)(?<to>${NUMBER}))$`,
  'u',
);
/** Smaller than any step between two ratings. */
const HAIR = 0.001;

/** 2, <=2, >3, 1-2. */
export function ratingRead(values: readonly Value[]): Read {
  const ranges: RatingRange[] = [];
  for (const value of values) {
    const range = ratingRange(value.text);
    if (range === null)
      return new UnknownValue(
        value,
        `"${value.text}" is no rating: write 1, 1-2, <=2 or >3.`,
        null,
      );
    ranges.push(range);
  }
  return { asked: [{ field: 'rating', ranges }], said: values.map(({ text }) => text) };
}

function ratingRange(text: string): RatingRange | null {
  const { sign, one, from, to } = RATING.exec(text)?.groups ?? {};
  if (from !== undefined) return { from: Number(from), to: Number(to) };
  if (one === undefined) return null;
  const given = Number(one);
  if (sign === '<=') return { from: null, to: given };
  if (sign === '<') return { from: null, to: given - HAIR };
  if (sign === '>=') return { from: given, to: null };
  if (sign === '>') return { from: given + HAIR, to: null };
  return { from: given, to: given };
}

const noTime = (value: Value): UnknownValue =>
  new UnknownValue(
    value,
    `"${value.text}" is no time: write 2026-11-20, 2026-11, today, yesterday, or 12h, 7d, 2w for so long.`,
    null,
  );

/** From the beginning of a day on, or until before it. */
export const postedRead =
  (side: 'after' | 'before') =>
  (values: readonly Value[], here: Here): Read => {
    const value = values[0] as Value;
    if (values.length > 1)
      return new UnknownValue(values[1] as Value, `One time is enough after ${side}:`, null);
    const time = timeNamed(value.text, here);
    if (!time) return noTime(value);
    const at = time.from.toISOString();
    const range = side === 'after' ? { from: at, to: null } : { from: null, to: at };
    return { asked: [{ field: 'posted', range }], said: [value.text] };
  };

/** Within a day, or from now until so long ahead; overdue; none. */
export function dueRead(values: readonly Value[], here: Here): Read {
  const ranges: TimeRange[] = [];
  let none = false;
  for (const value of values) {
    const word = value.text.toLowerCase();
    if (word === 'none') {
      none = true;
      continue;
    }
    const range =
      word === 'overdue' ? { from: null, to: here.now.toISOString() } : rangeOf(value.text, here);
    if (!range) return noTime(value);
    ranges.push(range);
  }
  return { asked: [{ field: 'due', ranges, none }], said: values.map(({ text }) => text) };
}
