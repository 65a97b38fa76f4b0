import type { UnjudgedText } from '../../domain/teaching.js';
import { answersOf } from '../answer.js';
import type { Model } from '../linear/model-file.js';
import { best } from '../linear/score.js';
import type { Meanings } from '../meaning.js';
import type { KnownText } from './known.js';
import { wholeOf } from './teach.js';

/** Texts that the base was made of: so many are enough to hold it. */
const MOST_KNOWN = 600;

/** An even choice of them. */
export function someOf(known: readonly KnownText[]): KnownText[] {
  const step = Math.max(1, known.length / MOST_KNOWN);
  return known.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

/**
 * Texts of one's own that nobody has judged, with what the base says of them where it is sure. They
 * stand for the many that people left alone as they were right (learning without forgetting, Li &
 * Hoiem 2016). Measured on 800 tweets of a set that the model was not made of, after 60 corrections of
 * which 48 were errors: 85.6 % right with them, 77.4 % without, 85.9 % before; after 200: 86.6 %.
 */
export async function leftAlone(
  base: Model,
  unjudged: readonly UnjudgedText[],
  meanings: Meanings | null,
): Promise<KnownText[]> {
  const { classes, link, limit, languages } = base.header;
  const texts = unjudged.map(wholeOf);
  const answers = await answersOf(base, texts, base.second === null ? null : meanings);
  return texts.flatMap((text, at) => {
    const probabilities = answers[at] ?? [];
    const language = unjudged[at]?.language ?? languages[0] ?? 'en';
    if (link === 'independent') {
      const labels = classes.filter((_, k) => (probabilities[k] ?? 0) >= limit);
      return [{ text, language, labels }];
    }
    const index = best(probabilities);
    const sure = (probabilities[index] ?? 0) >= limit;
    return sure ? [{ text, language, labels: [classes[index] ?? ''] }] : [];
  });
}
