/**
 * What a monitor listens for: words and phrases. A phrase is words in a row; a word ending
 * in `*` matches every word that begins so. An empty `any` and `all` matches nothing.
 */
export interface Query {
  /** At least one of these is there (ignored when empty and `all` is not). */
  readonly any: readonly string[];
  /** Every one of these is there. */
  readonly all: readonly string[];
  /** None of these is there. */
  readonly none: readonly string[];
}

export interface Searched {
  readonly title: string | null;
  readonly text: string;
}

export interface Match {
  readonly matched: boolean;
  /** In words, for "why is this here?": `has "apex"`, `lacks "player"`, `has the excluded "film"`. */
  readonly why: string;
}

// Bounded, as an endless run of letters would use up the stack of the regular expression.
const WORD = /[\p{L}\p{N}\p{M}]{1,1000}/gu;
/**
 * Signs of scripts that put no space between words. Each counts as a word, so that a name is
 * found in the middle of a line as a phrase is; otherwise such a place is never heard.
 */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/gu;
const ONE_UNSPACED = new RegExp(UNSPACED.source, 'u');

/** Whether a sign is a word of its own. */
export const isUnspaced = (sign: string): boolean => ONE_UNSPACED.test(sign);

/** Soft hyphens and joiners, which a reader does not see. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}{1,1000}/gu;

/**
 * Compatibility forms folded, so that ＡＰＥＸ and apex are one word; then lower case by way of
 * upper case, so that STRASSE and straße are one too.
 */
export function wordsOf(text: string): string[] {
  const seen = text.normalize('NFKC').replace(INVISIBLE, '').replace(UNSPACED, ' $& ');
  return seen.toUpperCase().toLowerCase().match(WORD) ?? [];
}

interface Term {
  readonly given: string;
  /** The words surrounded by single spaces; the last one without its end space for a prefix. */
  readonly needle: string;
}

function compileTerm(given: string): Term {
  const needle = ` ${wordsOf(given).join(' ')}${given.trimEnd().endsWith('*') ? '' : ' '}`;
  return { given, needle };
}

const isEmpty = ({ needle }: Term): boolean => needle.trim() === '';

/**
 * Prepares a query for many texts. This is the one place that decides what a monitor hears.
 *
 * @returns a function from a text to whether it matched, and why
 * @throws RangeError if a term holds no letter or digit: it could never match
 */
export function compileQuery(query: Query): (searched: Searched) => Match {
  const [any, all, none] = [query.any, query.all, query.none].map((terms) =>
    terms.map(compileTerm),
  ) as [Term[], Term[], Term[]];
  const empty = [...any, ...all, ...none].find(isEmpty);
  if (empty)
    throw new RangeError(`"${empty.given}" holds no letter or digit, so it can never match`);

  return ({ title, text }) => {
    // A title and a text are two fields: no phrase may reach from one into the other.
    const haystack = ` ${wordsOf(title ?? '').join(' ')} \n ${wordsOf(text).join(' ')} `;
    const has = ({ needle }: Term): boolean => haystack.includes(needle);
    const excluded = none.find(has);
    if (excluded) return { matched: false, why: `has the excluded "${excluded.given}"` };
    const missing = all.find((term) => !has(term));
    if (missing) return { matched: false, why: `lacks "${missing.given}"` };
    const found = any.filter(has);
    if (any.length > 0 && found.length === 0)
      return { matched: false, why: 'has none of the words' };
    const reasons = [...all, ...found].map(({ given }) => `"${given}"`);
    if (reasons.length === 0) return { matched: false, why: 'the monitor listens for nothing yet' };
    return { matched: true, why: `has ${reasons.join(', ')}` };
  };
}
