import { join } from 'node:path';
import { hasPart, readPart } from '../../src/classify/training/dataset.js';
import { readOwn } from '../../src/classify/training/own-labels.js';
import { placedWords } from '../../src/domain/words.js';
import { PACKAGE_ROOT } from '../../src/settings/package-root.js';

const LABELS = join(PACKAGE_ROOT, 'config', 'labels');
/** Reviews of apps, labelled by others; beside the repository where they are at all. */
const REVIEWS = join(PACKAGE_ROOT, '..', 'shared', 'data', 'classification', 'app_reviews');
const MOST = 300_000;

/** Running words of real texts: drawn from evenly, they come as often as in these. */
export function runningWords(): { name: string; words: string[] } {
  const own = readOwn(LABELS, 'train').map(({ text }) => text);
  const others = hasPart(REVIEWS, 'train')
    ? readPart(REVIEWS, 'train').map(({ text }) => text)
    : [];
  const words: string[] = [];
  for (const text of [...own, ...others]) {
    for (const { word } of placedWords(text)) if (/^[a-z]{1,30}$/u.test(word)) words.push(word);
    if (words.length >= MOST) break;
  }
  return { name: others.length > 0 ? 'own labels and app reviews' : 'own labels', words };
}

/** Words of about this share of all running words, the nearest first. */
export function wordsAround(words: readonly string[], share: number, count: number): string[] {
  const often = new Map<string, number>();
  for (const word of words) often.set(word, (often.get(word) ?? 0) + 1);
  const away = (times: number): number => Math.abs(Math.log(times / words.length / share));
  return [...often]
    .filter(([word]) => word.length > 2)
    .toSorted(([a, x], [b, y]) => away(x) - away(y) || (a < b ? -1 : 1))
    .slice(0, count)
    .map(([word]) => word);
}
