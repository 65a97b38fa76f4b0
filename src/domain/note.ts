/** Characters of a note. */
export const LONGEST_NOTE = 5000;
/** People that one note may call. */
export const MOST_CALLS = 50;
/** Attachments of one note. */
export const MOST_LINKS = 20;

/** What may follow an address in a sentence without being part of it. */
const CLOSING = /[.,;:!?'"»”’)\]}>]+$/u;
const ADDRESS = /\bhttps?:\/\/[^\s<>"]+/giu;

/** An address in a text, and where it stands. */
export interface Address {
  readonly url: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The http and https addresses of a text, in its order. Closing punctuation is left out, unless it
 * closes a bracket that was opened in the address.
 *
 * @returns one entry per place; nothing that is not http or https, and nothing that carries a name
 *   and password before its host, by which one host passes for another
 */
export function addressesIn(text: string): Address[] {
  return [...text.matchAll(ADDRESS)].flatMap(({ 0: found, index }) => {
    const url = withoutClosing(found);
    return isPlain(url) ? [{ url, start: index, end: index + url.length }] : [];
  });
}

/** Each address once, the first `MOST_LINKS` of them. */
export function linksOf(text: string): string[] {
  return [...new Set(addressesIn(text).map(({ url }) => url))].slice(0, MOST_LINKS);
}

function withoutClosing(found: string): string {
  const bare = found.replace(CLOSING, '');
  const closes = found.charAt(bare.length) === ')' && count(bare, '(') > count(bare, ')');
  return closes ? `${bare})` : bare;
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;

function isPlain(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password, hostname } = new URL(url);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && username === '' && password === '' && hostname !== '';
}

/** The host of an address in ASCII: `аpple.example` with a Cyrillic а shows as what it is. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/**
 * Of the people who are said to be called, those whose `@name` stands in the text, each once.
 * The name ends there: `@Ann` does not call Anna.
 */
export function calledIn<Person extends { readonly id: string; readonly name: string }>(
  text: string,
  people: readonly Person[],
): Person[] {
  const seen = new Map(people.map((person) => [person.id, person]));
  return [...seen.values()].filter(({ name }) => standsIn(text, `@${name}`));
}

const WORD_GOES_ON = /^[\p{L}\p{N}]/u;

function standsIn(text: string, called: string): boolean {
  for (let at = text.indexOf(called); at >= 0; at = text.indexOf(called, at + 1))
    if (!WORD_GOES_ON.test(text.slice(at + called.length))) return true;
  return false;
}
