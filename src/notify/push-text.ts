import { markOf } from './letter.js';
import type { PushText } from './push.js';
import { headline, type Language, type Told } from './told.js';
import { WORDS } from './words.js';

const BODY = 180;

/** Puts a message into the few words that a push message has. */
export function pushText(
  told: readonly Told[],
  { language, tag, home }: { language: Language; tag: string; home: string },
): PushText {
  const words = WORDS[language];
  const [first] = told;
  if (first === undefined) throw new RangeError('there is nothing to tell');
  const one = `${markOf(first, words)}: ${headline(first, BODY)}`;
  const isOne = told.length === 1;
  return {
    title: isOne ? markOf(first, words) : words.many(told.length),
    body: isOne ? headline(first, BODY) : `${one} · ${words.more(told.length - 1)}`,
    path: isOne ? first.link.slice(home.length) : '/inbox',
    tag,
    language,
  };
}
