/** What a token is; a `break` ends a clause and is no feature itself. */
export type TokenKind = 'word' | 'number' | 'user' | 'link' | 'mark' | 'break';

export interface Token {
  readonly kind: TokenKind;
  /** Lower case; letters repeated three times or more are written twice; links, names and numbers as one word each. */
  readonly form: string;
  /** Where the token stands in its text, in UTF-16 units: [start, end). */
  readonly start: number;
  readonly end: number;
  /** Index of the word that negates this one, or -1. */
  readonly negatedBy: number;
}

// natural's tokenizers give words without their place in the text, and evidence has to quote
// the text exactly, so tokens are cut here. The order of the alternatives is their precedence.
const PATTERN = new RegExp(
  [
    /https?:\/\/\S+|www\.\S+/u, // link
    /@\w+/u, // user
    /#?\p{L}[\p{L}\p{M}\p{N}]*(?:['’]\p{L}+)*/u, // word
    /[$£€¥]?\p{N}[\p{N}.,:/]*(?:%|\p{L}+)?/u, // number
    /\p{Extended_Pictographic}|[:;=]['-]?[()\]D/\\|Pp*](?![\p{L}\p{N}])|<3|[!?]+/u, // mark
    /[.,;:()"\n…–—|]+/u, // break
  ]
    .map((part) => part.source)
    .join('|'),
  'gu',
);

/** Longest form that is looked at; longer "words" are junk and would only cost time. */
const MAX_FORM = 30;
/** A negation reaches this many tokens, or to the end of the clause. */
const NEGATION_REACH = 4;
const NEGATIONS = new Set(
  (
    'no not never none nothing nobody nowhere neither nor without hardly barely scarcely cannot cant dont ' +
    'doesnt didnt wont wouldnt couldnt shouldnt isnt arent wasnt werent havent hasnt hadnt aint'
  ).split(' '),
);
const REPEATED = /(\p{L})\1{2,}/gu;
const LETTER = /^#?\p{L}/u;
const NUMBER = /^[$£€¥]?\p{N}/u;
const BREAK = /^[.,;:()"\n…–—|]+$/u;

/**
 * Cuts a text into tokens that know their place and whether they are negated.
 *
 * @param text any text; control characters and lone surrogates are passed over
 * @returns tokens in the order of the text; empty for a text without words or marks
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let negation = -1;
  PATTERN.lastIndex = 0;
  for (let match = PATTERN.exec(text); match !== null; match = PATTERN.exec(text)) {
    const kind = kindOf(match[0]);
    const form = formOf(kind, match[0]);
    const index = tokens.length;
    if (kind === 'break' || index - negation > NEGATION_REACH) negation = -1;
    const end = match.index + match[0].length;
    tokens.push({ kind, form, start: match.index, end, negatedBy: negation });
    if (kind === 'word' && NEGATIONS.has(form)) negation = index;
  }
  return tokens;
}

function kindOf(match: string): TokenKind {
  const first = match.charCodeAt(0);
  const plain = first | 32;
  if (plain >= 97 && plain <= 122) {
    return /^(?:https?:\/\/|www\.)/.test(match) ? 'link' : 'word';
  }
  if (first === 64) return 'user';
  if (LETTER.test(match)) return 'word';
  if (NUMBER.test(match)) return 'number';
  return BREAK.test(match) ? 'break' : 'mark';
}

function formOf(kind: TokenKind, match: string): string {
  switch (kind) {
    case 'word':
      return wordForm(match);
    case 'mark':
      return /^[!?]/.test(match) ? loudness(match) : match;
    case 'number':
      return /^[$£€¥]/.test(match) ? 'MONEY' : 'NUMBER';
    case 'user':
      return 'USER';
    case 'link':
      return 'LINK';
    case 'break':
      return ',';
  }
}

function wordForm(match: string): string {
  const start = match.charCodeAt(0) === 35 ? 1 : 0;
  const lower = match
    .slice(start, start + MAX_FORM)
    .toLowerCase()
    .replace('’', "'")
    .replace(REPEATED, '$1$1');
  return lower.endsWith("n't") ? `${lower.slice(0, -2)}t` : lower;
}

/** `!`, `!!` (two or more), `?`, `??` and `?!`: how loud it is, not how long. */
function loudness(match: string): string {
  const asked = match.includes('?');
  if (asked && match.includes('!')) return '?!';
  const mark = asked ? '?' : '!';
  return match.length > 1 ? mark + mark : mark;
}
