/** Why a query is refused, for whoever says so in another language. */
export const QUERY_FAULTS = [
  'unknown-field',
  'unknown-value',
  'no-value',
  'not-closed',
  'bracket',
  'lonely-or',
  'nothing-searchable',
  'too-long',
  'too-many',
] as const;
export type QueryFaultKind = (typeof QUERY_FAULTS)[number];

/** A place in what was typed: UTF-16 units from the start, the end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface QueryFault extends Span {
  readonly kind: QueryFaultKind;
  /** The text at fault, as it was typed; at most 60 characters of it. */
  readonly typed: string;
  /** For the one who typed it. */
  readonly says: string;
  /** What to write in its place; null when nothing suggests itself. */
  readonly instead: string | null;
}

export interface Value extends Span {
  readonly text: string;
  readonly quoted: boolean;
}

export type Token =
  | (Span & { readonly kind: 'or' })
  | (Span & {
      readonly kind: 'term';
      readonly not: boolean;
      /** As it was typed; null: words or a phrase. */
      readonly field: string | null;
      /** One for words or a phrase. */
      readonly values: readonly Value[];
      /** Something comes after it, be it a space: it is no longer being typed. */
      readonly ended: boolean;
    });
export type Term = Extract<Token, { kind: 'term' }>;

export const MOST_CHARACTERS = 2_000;
export const MOST_TERMS = 50;

/** Straight, English and German quotes, and those of French: phones put in what they like. */
const QUOTE = /["“”„«»]/u;
const FIELD = /^(\p{L}[\p{L}-]{0,30}):(?!\/\/)/u;

export const fault = (
  typed: string,
  { start, end }: Span,
  kind: QueryFaultKind,
  [says, instead = null]: readonly [string, (string | null)?],
): QueryFault => ({
  start,
  end,
  kind,
  typed: typed.slice(start, Math.min(end, start + 60)),
  says,
  instead,
});

/** Cuts what was typed into terms; what stands between quotes is one. */
export function tokensOf(typed: string): { tokens: Token[]; faults: QueryFault[] } {
  const whole = { start: 0, end: typed.length };
  if (typed.length > MOST_CHARACTERS)
    return {
      tokens: [],
      faults: [
        fault(typed, whole, 'too-long', [
          `This is ${typed.length} characters long; ${MOST_CHARACTERS} is the most.`,
        ]),
      ],
    };
  const scanner = new Scanner(typed);
  const tokens = scanner.tokens();
  const terms = tokens.filter(({ kind }) => kind === 'term').length;
  if (terms > MOST_TERMS)
    scanner.faults.push(
      fault(typed, whole, 'too-many', [`These are ${terms} terms; ${MOST_TERMS} is the most.`]),
    );
  return { tokens, faults: scanner.faults };
}

class Scanner {
  readonly faults: QueryFault[] = [];
  private at = 0;

  constructor(private readonly typed: string) {}

  tokens(): Token[] {
    const tokens: Token[] = [];
    for (;;) {
      while (this.at < this.typed.length && this.isSpace()) this.at += 1;
      if (this.at >= this.typed.length) return tokens;
      tokens.push(this.token());
    }
  }

  private token(): Token {
    const start = this.at;
    if (/^OR(?=\s|$)/u.test(this.typed.slice(start, start + 3))) {
      this.at += 2;
      return { kind: 'or', start, end: this.at };
    }
    while (this.typed[this.at] === '-') this.at += 1;
    const not = this.at > start;
    const named = FIELD.exec(this.typed.slice(this.at, this.at + 40));
    if (named) this.at += named[0].length;
    const values = named ? this.list() : [this.value(false)];
    const ended = this.at < this.typed.length;
    return { kind: 'term', not, field: named?.[1] ?? null, values, start, end: this.at, ended };
  }

  private list(): Value[] {
    const values: Value[] = [];
    for (;;) {
      const value = this.value(true);
      if (value.text !== '') values.push(value);
      if (this.typed[this.at] !== ',') return values;
      this.at += 1;
    }
  }

  /** @param inList a comma ends it */
  private value(inList: boolean): Value {
    const start = this.at;
    if (QUOTE.test(this.typed[start] ?? '')) return this.quoted(start);
    const ends = inList ? /[\s,]/u : /\s/u;
    const length = this.typed.slice(start).search(ends);
    this.at = length < 0 ? this.typed.length : start + length;
    return { text: this.typed.slice(start, this.at), quoted: false, start, end: this.at };
  }

  private quoted(start: number): Value {
    this.at += 1;
    while (this.at < this.typed.length && !QUOTE.test(this.typed[this.at] as string)) this.at += 1;
    const text = this.typed.slice(start + 1, this.at).trim();
    const closed = this.at < this.typed.length;
    if (closed) this.at += 1;
    else
      this.faults.push(
        fault(this.typed, { start, end: this.at }, 'not-closed', [
          'The quote that opens here is not closed.',
          `"${text}"`,
        ]),
      );
    return { text, quoted: true, start, end: this.at };
  }

  private isSpace(): boolean {
    return /\s/u.test(this.typed[this.at] as string);
  }
}
