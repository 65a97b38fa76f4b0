import porter from 'natural/lib/natural/stemmers/porter_stemmer.js';
import { fnv1a } from './hashing.js';
import type { Token } from './tokens.js';

/** What is known of a form, worked out once. */
export interface Word {
  /** Porter's stem (Porter 1980, as natural implements it); the form itself for what is no word. */
  readonly stem: string;
  readonly hash: number;
}

const STEM_SEED = 0x811c9dc5;
/** Forms that are remembered, about 8 MB; the memory starts anew when it is full. */
const REMEMBERED = 40_000;

const known = new Map<string, Word>();

/** Stem of a token. Pure; remembers, because texts repeat few words often. */
export function wordOf(token: Token): Word {
  const found = known.get(token.form);
  if (found !== undefined) return found;
  const stem = token.kind === 'word' ? stemOf(token.form) : token.form;
  const word = { stem, hash: fnv1a(stem, 0, stem.length, STEM_SEED) };
  if (known.size >= REMEMBERED) known.clear();
  known.set(token.form, word);
  return word;
}

function stemOf(form: string): string {
  return porter.stem(form.endsWith("'s") ? form.slice(0, -2) : form);
}
