import type { Taxonomy } from '../../domain/taxonomy.js';
import type { PlacedToken } from '../features/extractor.js';
import { tokenise } from '../features/tokens.js';
import { wordOf } from '../features/words.js';

/** A word in the texts of more topics than this says nothing of any of them. */
const MOST_TOPICS = 3;
/** Shorter stems are mostly "it", "is", "on". */
const LEAST_LETTERS = 3;

/** Which words belong to a topic: those of its texts and seeds that few other topics have. */
export class OwnWords {
  private readonly topicsOf = new Map<string, Set<string>>();

  constructor({ topics }: Taxonomy) {
    for (const { key, name, description, examples, seeds } of topics) {
      for (const text of [name, description, ...examples, ...Object.values(seeds).flat()]) {
        for (const stem of stemsOf(text)) this.add(stem, key);
      }
    }
  }

  private add(stem: string, key: string): void {
    const topics = this.topicsOf.get(stem) ?? new Set();
    this.topicsOf.set(stem, topics.add(key));
  }

  /** @returns what each token says for the topic, 0..1: the fewer other topics have it, the more */
  weights(key: string, tokens: readonly PlacedToken[]): Float64Array {
    return Float64Array.from(tokens, ({ kind, word }) => {
      const topics = kind === 'word' ? this.topicsOf.get(word.stem) : undefined;
      if (topics === undefined || !topics.has(key) || topics.size > MOST_TOPICS) return 0;
      return 1 / topics.size;
    });
  }
}

function stemsOf(text: string): string[] {
  return tokenise(text)
    .filter(({ kind }) => kind === 'word')
    .map((token) => wordOf(token).stem)
    .filter((stem) => stem.length >= LEAST_LETTERS);
}
