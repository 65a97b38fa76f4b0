import { GIVEN_NAMES } from './given-names.js';
import { NUMBERS } from './redact-numbers.js';

/** A text without what tells who wrote it, and the way back. */
export interface Redacted {
  readonly text: string;
  /**
   * The piece of the original that a piece of the redacted text stands for. Half of a placeholder is
   * all of what it stands for.
   *
   * @returns an exact substring of the original; null when the quote is no piece of the text
   */
  original(quote: string): string | null;
}

/** What is taken out, and what stands for it. */
export interface Rule {
  readonly placeholder: string;
  /**
   * Its group, if it has one, ends with it and is what is taken out: what stands before only leads to
   * it. No lookbehind for that, and no space without end, or a hostile text takes minutes.
   */
  readonly pattern: RegExp;
  /** Whether what matched is such a thing after all. */
  readonly holds?: (match: string) => boolean;
}

const WORD = String.raw`\p{Lu}[\p{L}'’-]+`;
const GAP = String.raw`\s{1,3}`;
const NAME = `${WORD}(?:${GAP}(?:(?:van|von|de|da|di|del|della|der|den|la|le|bin|al)${GAP}){0,2}${WORD}){0,2}`;
/** Letters of either case; names keep theirs, so the patterns themselves cannot ignore it. */
const either = (words: string): string =>
  words.replaceAll(/[a-zäöüßéèàçñ]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

const before = (words: string): RegExp =>
  new RegExp(`(?<!\\p{L})(?:${either(words)})[.,:]?${GAP}(${NAME})`, 'gu');

const TITLES =
  'mr|mrs|ms|miss|mx|dr|prof|herr|herrn|frau|señor|señora|sr|sra|mme|mlle|monsieur|madame|signor|signora|dott|senhor|senhora';
const CUES =
  "my name is|name's|speaking to|spoke to|spoke with|speaking with|talked to|talked with|agent called|agent named|somebody called|someone called|ich heisse|ich heiße|mein name ist|je m'appelle|me llamo|mi chiamo|meu nome é";
const GREETINGS =
  'hi|hello|hey|dear|hallo|liebe|lieber|cher|chère|estimado|estimada|gentile|caro|cara';
const CLOSINGS =
  'kind regards|best regards|regards|yours sincerely|sincerely|yours truly|cheers|best wishes|viele grüße|mit freundlichen grüßen|cordialement|saludos|cordiali saluti|atenciosamente';

/** What follows a greeting and is nobody. */
const NO_NAMES = new Set(
  'The A An It I My Your Our This That There They We You All Team Support Customer Customers Service Sir Madam Everyone Sirs Folks Guys Not So Why What When How Please Thanks'.split(
    ' ',
  ),
);
const IS_TITLE = new RegExp(`^(?:${TITLES})$`, 'iu');

function isName(match: string): boolean {
  const [first = ''] = match.split(/\s+/);
  return !NO_NAMES.has(first) && !IS_TITLE.test(first);
}

const WHO: readonly Rule[] = [
  { placeholder: '[link]', pattern: /\b(?:https?:\/\/|www\.)[^\s<>"']+/giu },
  { placeholder: '[handle]', pattern: /(?<![\p{L}\d_])@[\w.-]+@[\w-]+(?:\.[\w-]+)+/gu },
  { placeholder: '[email]', pattern: /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu },
  {
    placeholder: '[handle]',
    pattern: /(?<![\p{L}\d_])(?:@[\p{L}\d_][\p{L}\d_.-]*|\/?u\/[\w-]{3,})/gu,
  },
];
const NAMES: readonly Rule[] = [
  { placeholder: '[name]', pattern: before(TITLES) },
  { placeholder: '[name]', pattern: before(CUES), holds: isName },
  { placeholder: '[name]', pattern: before(GREETINGS), holds: isName },
  { placeholder: '[name]', pattern: before(CLOSINGS), holds: isName },
  {
    placeholder: '[name]',
    pattern: new RegExp(`(?<![\\p{L}\\d])${NAME}`, 'gu'),
    holds: (match) =>
      match.split(/\s+/).some((word) => GIVEN_NAMES.has(word.replace(/['’]s$/, ''))),
  },
];

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly placeholder: string;
}

/**
 * Takes out what tells who wrote a text or whom it concerns: names, handles, e-mail addresses, links,
 * telephone numbers, and the numbers of cards, bank accounts, orders and customers. It goes by form:
 * a name that stands bare and is no frequent one stays.
 *
 * @param keep names of brands, which tell what is spoken of and stay, also as a handle
 */
export function redact(original: string, keep: readonly string[] = []): Redacted {
  const kept = new Set(keep.map((name) => name.toLowerCase()));
  const stays = (match: string): boolean => kept.has(match.replace(/^@/, '').toLowerCase());
  const cuts: Cut[] = [];
  for (const { placeholder, pattern, holds } of [...WHO, ...NUMBERS, ...NAMES]) {
    for (const found of original.matchAll(pattern)) {
      const [whole, match = whole] = found;
      const to = found.index + whole.length;
      const from = to - match.length;
      if (stays(match) || holds?.(match) === false) continue;
      if (cuts.every((cut) => cut.to <= from || to <= cut.from))
        cuts.push({ from, to, placeholder });
    }
  }
  return cutOut(
    original,
    cuts.sort((a, b) => a.from - b.from),
  );
}

/** @param cuts in order, none over another */
function cutOut(original: string, cuts: readonly Cut[]): Redacted {
  let text = '';
  let at = 0;
  const places: { from: number; to: number; cut: Cut }[] = [];
  for (const cut of cuts) {
    text += original.slice(at, cut.from);
    places.push({ from: text.length, to: text.length + cut.placeholder.length, cut });
    text += cut.placeholder;
    at = cut.to;
  }
  text += original.slice(at);
  /** Where a place in the redacted text was in the original; inside a placeholder, its near end. */
  const back = (position: number, end: 'from' | 'to'): number => {
    let shift = 0;
    for (const { from, to, cut } of places) {
      if (end === 'from' ? position < from : position <= from) break;
      if (end === 'from' ? position < to : position <= to)
        return end === 'from' ? cut.from : cut.to;
      shift = cut.to - to;
    }
    return position + shift;
  };
  return {
    text,
    original: (quote) => {
      const from = text.indexOf(quote);
      if (from < 0 || quote === '') return null;
      return original.slice(back(from, 'from'), back(from + quote.length, 'to'));
    },
  };
}
