import type { PlacedToken } from '../features/extractor.js';
import { tokenise } from '../features/tokens.js';
import { wordOf } from '../features/words.js';
import type { Taxonomy, Topic } from '../../domain/taxonomy.js';

interface Seed {
  readonly key: string;
  readonly phrase: string;
  readonly probability: number;
  /** Stems in order; null is a gap of up to three words. */
  readonly stems: readonly (string | null)[];
}

/** Seed phrases by their first stem. */
export type SeedIndex = ReadonlyMap<string, readonly Seed[]>;

/** A seed phrase that occurs in a text. */
export interface SeedMatch {
  readonly key: string;
  readonly phrase: string;
  readonly probability: number;
  /** First and last token of the occurrence. */
  readonly from: number;
  readonly to: number;
}

const GAP = '...';
const MAX_GAP = 3;

/** Prepares the seed phrases of a taxonomy for matching. */
export function indexSeeds(taxonomy: Taxonomy): SeedIndex {
  const index = new Map<string, Seed[]>();
  for (const topic of taxonomy.topics) {
    for (const [strength, phrases] of phrasesOf(topic)) {
      const probability = taxonomy.seedProbabilities[strength] ?? 0;
      for (const phrase of phrases) {
        const stems = stemsOf(phrase);
        const [first] = stems;
        if (first === undefined || first === null) continue;
        addSeed(index, first, { key: topic.key, phrase, probability, stems });
      }
    }
  }
  return index;
}

/** Those of all languages: a phrase of another one than the text's is not in it anyway. */
function phrasesOf({ seeds, seedsIn }: Topic): [string, string[]][] {
  return [seeds, ...Object.values(seedsIn ?? {})].flatMap((each) => Object.entries(each));
}

/** Phrases with the same stems are one phrase ("charge", "charged"): the surer one counts. */
function addSeed(index: Map<string, Seed[]>, first: string, seed: Seed): void {
  const others = index.get(first) ?? [];
  const same = others.find(
    (other) => other.key === seed.key && other.stems.join(' ') === seed.stems.join(' '),
  );
  if (same === undefined) index.set(first, [...others, seed]);
  else if (same.probability < seed.probability) others.splice(others.indexOf(same), 1, seed);
}

function stemsOf(phrase: string): (string | null)[] {
  return phrase.split(GAP).flatMap((piece, i) => {
    const stems = tokenise(piece)
      .filter(({ kind }) => kind !== 'break')
      .map((token) => wordOf(token).stem);
    return i === 0 ? stems : [null, ...stems];
  });
}

/**
 * Finds the seed phrases in a text: the same stems in the same order, side by side and
 * within one clause; "..." in a phrase lets up to three words stand between.
 */
export function matchSeeds(index: SeedIndex, tokens: readonly PlacedToken[]): SeedMatch[] {
  const matches: SeedMatch[] = [];
  for (const [from, token] of tokens.entries()) {
    if (token.kind === 'break') continue;
    for (const seed of index.get(token.word.stem) ?? []) {
      const to = matchEnd(seed.stems, 1, tokens, from + 1);
      if (to < 0) continue;
      const { key, phrase, probability } = seed;
      matches.push({ key, phrase, probability, from, to });
    }
  }
  return matches;
}

/** Index of the last token of the rest of the phrase from `at` on, or -1. */
function matchEnd(
  stems: Seed['stems'],
  next: number,
  tokens: readonly PlacedToken[],
  at: number,
): number {
  if (next === stems.length) return at - 1;
  const wanted = stems[next];
  if (wanted !== null) {
    const token = tokens[at];
    if (token === undefined || token.kind === 'break' || token.word.stem !== wanted) return -1;
    return matchEnd(stems, next + 1, tokens, at + 1);
  }
  for (let skipped = 0; skipped <= MAX_GAP; skipped++) {
    const found = matchEnd(stems, next + 1, tokens, at + skipped);
    if (found >= 0) return found;
    if (tokens[at + skipped] === undefined || tokens[at + skipped]?.kind === 'break') return -1;
  }
  return -1;
}
