/**
 * Words as people search for them. The same cut is made of what is stored and of what is typed, in
 * one place and not by PostgreSQL, whose cut differs with the locale of its cluster and knows no
 * word within a line of Chinese or Japanese.
 */

/** A word and where it stands; a sign stands where the word before it does, so that phrases pass over it. */
export interface PlacedWord {
  readonly word: string;
  /** From 1. */
  readonly place: number;
}

/** PostgreSQL holds lexemes of at most 2,046 bytes; a code point takes at most four. */
const WORD =
  /(?<letters>[\p{L}\p{N}\p{M}]{1,500})|(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{1,2})/gu;
/** Signs of scripts that put no space between words: each counts as a word, so that a phrase finds them. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]/gu;
/** Soft hyphens and joiners, which a reader does not see. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}{1,1000}/gu;

/**
 * Cuts a text into words, in lower case by way of upper case, so that STRASSE and straße are one;
 * compatibility forms are folded, so that ＡＰＥＸ and apex are one, too. Emoji are words.
 *
 * @param from place of the word before the first
 */
export function placedWords(text: string, from = 0): PlacedWord[] {
  const seen = text.normalize('NFKC').replace(INVISIBLE, '').replace(UNSPACED, ' $& ');
  const words: PlacedWord[] = [];
  let place = from;
  for (const match of seen.toUpperCase().toLowerCase().matchAll(WORD)) {
    const isWord = match.groups?.['letters'] !== undefined;
    if (isWord) place += 1;
    words.push({ word: match[0], place: Math.max(place, from + 1) });
  }
  return words;
}
