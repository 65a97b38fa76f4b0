/** Somebody who can be called in a note. */
export interface Callable {
  readonly id: string;
  readonly name: string;
}

/** An `@name` that is being typed. */
export interface Call {
  /** Where its `@` stands. */
  readonly start: number;
  /** Where the cursor stands: it ends there. */
  readonly end: number;
  readonly typed: string;
}

/** Names are short; a sentence after an `@` is none. */
const LONGEST = 40;
const MOST = 6;

/**
 * The `@name` before the cursor. An `@` within a word, as in an address, calls nobody.
 *
 * @returns null when none is being typed
 */
export function callAt(text: string, cursor: number): Call | null {
  const start = text.lastIndexOf('@', cursor - 1);
  if (start < 0 || cursor - start > LONGEST) return null;
  if (start > 0 && !/[\s(,;:/"'“„]/u.test(text.charAt(start - 1))) return null;
  const typed = text.slice(start + 1, cursor);
  return typed.includes('\n') || typed.startsWith(' ') ? null : { start, end: cursor, typed };
}

/** Those whom it may mean: by the beginning of the name first, then of any of its words. */
export function callable(typed: string, people: readonly Callable[]): Callable[] {
  const wanted = folded(typed);
  const rank = ({ name }: Callable): number => {
    const whole = folded(name);
    if (whole.startsWith(wanted)) return 0;
    return whole.split(/[\s-]+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  return people
    .filter((person) => rank(person) < 2)
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .slice(0, MOST);
}

/** The text with the name in place of what was typed, and where the cursor stands then. */
export function called(
  text: string,
  call: Call,
  { name }: Callable,
): { text: string; cursor: number } {
  const before = `${text.slice(0, call.start)}@${name} `;
  return { text: before + text.slice(call.end).replace(/^ /, ''), cursor: before.length };
}

/** Of these people, those whose `@name` stands in the text. */
export function callsIn(text: string, people: readonly Callable[]): string[] {
  return people.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
}

function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}
