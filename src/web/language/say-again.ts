/** What the server says in English, in the reader's language. */
import { compile, type Templates } from './templates.js';
import { serverSentences } from './say.js';

/** Sentences come back again and again: the reasons of every row of a list. */
const MOST_KEPT = 2000;
const kept = new Map<string, string>();
let templates: Templates | null = null;

/**
 * A sentence, word or name of the server in the reader's language: by the templates of
 * `server/<language>.json`. What no template knows stays as it is, as what people wrote does.
 */
export function sayAgain(text: string): string;
export function sayAgain(text: string | null | undefined): string | null;
export function sayAgain(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const sentences = serverSentences();
  if (sentences === null) return text;
  templates ??= compile(sentences);
  const known = kept.get(text);
  if (known !== undefined) return known;
  const said = templates.say(text);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(text, said);
  return said;
}
