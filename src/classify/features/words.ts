import porter from 'natural/lib/natural/stemmers/porter_stemmer.js';
import { fnv1a } from './hashing.js';
import type { Token } from './tokens.js';

/** Shortest and longest letter groups that are features, the edges of the word counted as letters. */
export const MIN_GRAM = 2;
export const MAX_GRAM = 5;

/** What is known of a form, worked out once. */
export interface Word {
  /** Porter's stem (Porter 1980, as natural implements it); the form itself for what is no word. */
  readonly stem: string;
  readonly hash: number;
  /** Hashes of the letter groups within the word. */
  readonly grams: Int32Array;
}

const STEM_SEED = 0x811c9dc5;
const GRAM_SEED = 0x2f0b4a17;
/** Forms that are remembered, about 20 MB; the memory starts anew when it is full. */
const REMEMBERED = 40_000;

const known = new Map<string, Word>();

/** Stem and letter groups of a token. Pure; remembers, because texts repeat few words often. */
export function wordOf(token: Token): Word {
  const found = known.get(token.form);
  if (found !== undefined) return found;
  const stem = token.kind === 'word' ? stemOf(token.form) : token.form;
  const grams = token.kind === 'word' ? gramsOf(` ${token.form} `) : new Int32Array();
  const word = { stem, hash: fnv1a(stem, 0, stem.length, STEM_SEED), grams };
  if (known.size >= REMEMBERED) known.clear();
  known.set(token.form, word);
  return word;
}

function stemOf(form: string): string {
  return porter.stem(form.endsWith("'s") ? form.slice(0, -2) : form);
}

function gramsOf(padded: string): Int32Array {
  const grams: number[] = [];
  for (let size = MIN_GRAM; size <= MAX_GRAM; size++) {
    for (let from = 0; from + size <= padded.length; from++) {
      grams.push(fnv1a(padded, from, from + size, GRAM_SEED));
    }
  }
  return Int32Array.from(grams);
}
