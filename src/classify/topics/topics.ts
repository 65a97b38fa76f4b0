import type { Evidence, TopicReading, Touchpoint } from '../../domain/reading.js';
import type { Taxonomy } from '../../domain/taxonomy.js';
import type { Answer } from '../answer.js';
import { quotesFor } from '../evidence.js';
import { rounded, type Look } from '../heads.js';
import type { Model } from '../linear/model-file.js';
import { contributions } from '../linear/score.js';
import type { NearestTopics } from './nearest.js';
import { OwnWords } from './own-words.js';
import { indexSeeds, matchSeeds, type SeedIndex, type SeedMatch } from './seeds.js';

/** No phrase and no number of phrases makes a topic surer than this. */
const SUREST = 0.97;
/**
 * The head was taught by bank customers: where no seed phrase, not even a hint, points to the
 * topic it has to be this sure ("stopped working" is no card payment).
 */
const UNAIDED = 0.8;
/** From this probability on, a head with one topic per text also names its second and third. */
const ALSO = 0.2;
/** A text of at most so many words can be quoted whole where no single word carries its topic. */
const MOST_WORDS_QUOTED = 30;

/** The topic head with its answer to the text. */
export interface TopicAnswer {
  readonly model: Model;
  readonly answer: Pick<Answer, 'stage' | 'probabilities'>;
}

interface Found {
  probability: number;
  /** What each token adds, in any unit; null: what the head's weights say. */
  weights: Float64Array | null;
}

/**
 * Finds the topics of a text: by the taxonomy's seed phrases and by a linear head, of which the
 * surer one counts; where neither points to any topic, by the topic whose texts mean much the
 * same. A head whose classes are not the taxonomy's answers alone.
 */
export class TopicReader {
  private readonly touchpoints: ReadonlyMap<string, Touchpoint>;
  private readonly order: ReadonlyMap<string, number>;
  private readonly seeds: SeedIndex;
  private readonly words: OwnWords;
  /** Those of the seed phrases. */
  private readonly languages: ReadonlySet<string>;

  constructor(private readonly taxonomy: Taxonomy) {
    this.touchpoints = new Map(taxonomy.topics.map((topic) => [topic.key, topic.touchpoint]));
    this.order = new Map(taxonomy.topics.map((topic, at) => [topic.key, at]));
    this.seeds = indexSeeds(taxonomy);
    this.words = new OwnWords(taxonomy);
    const others = taxonomy.topics.flatMap(({ seedsIn }) => Object.keys(seedsIn ?? {}));
    this.languages = new Set(['en', ...others]);
  }

  touchpointOf(key: string | undefined): Touchpoint | null {
    return key === undefined ? null : (this.touchpoints.get(key) ?? null);
  }

  /** Whether seed phrases alone can name topics of a text in this language (ISO 639-1). */
  reads(language: string, { features }: Pick<Look, 'features'>): boolean {
    return features.count > 0 && this.languages.has(language);
  }

  /**
   * @param head null: by seed phrases and meaning alone
   * @param vector sentence vector of the text as it is stored with the reading; null: not looked at
   * @param nearest finds topics by their meaning; null: not looked at
   * @returns topics from their limit on, surest first; each is quoted in the evidence of `look`
   */
  read(
    look: Look,
    head: TopicAnswer | null,
    vector: Int8Array | null,
    nearest: NearestTopics | null,
  ): TopicReading[] {
    const seeded = this.isSeeded(head);
    const found = this.byModel(head, seeded);
    const matches = seeded ? matchSeeds(this.seeds, look.features.tokens) : [];
    const hinted = new Set(matches.map(({ key }) => key));
    addMatches(found, matches, look.features.tokens.length);
    const topics = [...found]
      .filter(([key, { probability }]) => {
        return probability >= this.leastProbability(key, found, hinted, head, seeded);
      })
      .map(([key, { probability }]) => ({ key, probability: rounded(probability) }))
      .sort((a, b) => b.probability - a.probability || this.rank(a.key) - this.rank(b.key));
    const shown = topics.filter(({ key }) => {
      const quotes = this.quotes(key, found.get(key), look, head);
      look.evidence.push(...quotes);
      return quotes.length > 0;
    });
    if (shown.length > 0 || !seeded || vector === null || nearest === null) return shown;
    return this.byMeaning(look, vector, nearest);
  }

  /** Whether the head's classes are topics of this taxonomy, beside which seed phrases make sense. */
  private isSeeded(head: TopicAnswer | null): boolean {
    if (head === null) return true;
    const { link, classes } = head.model.header;
    return link === 'independent' && classes.some((key) => this.order.has(key));
  }

  private byModel(head: TopicAnswer | null, seeded: boolean): Map<string, Found> {
    const found = new Map<string, Found>();
    for (const [k, probability] of (head?.answer.probabilities ?? []).entries()) {
      const key = head?.model.header.classes[k] ?? '';
      if (!seeded || this.order.has(key)) {
        found.set(key, { probability: rounded(probability), weights: null });
      }
    }
    return found;
  }

  private leastProbability(
    key: string,
    found: ReadonlyMap<string, Found>,
    hinted: ReadonlySet<string>,
    head: TopicAnswer | null,
    seeded: boolean,
  ): number {
    const { limit } = this.taxonomy;
    if (seeded || head === null) return hinted.has(key) ? limit : Math.max(UNAIDED, limit);
    if (head.model.header.link === 'independent') return head.model.header.limit;
    const top = Math.max(...[...found.values()].map(({ probability }) => probability));
    return Math.min(top, ALSO);
  }

  /** The one topic that the text is nearest to in meaning, with the words that it shares with it. */
  private byMeaning(look: Look, vector: Int8Array, nearest: NearestTopics): TopicReading[] {
    const found = nearest.of(vector);
    if (found === null || found.probability < this.taxonomy.limit) return [];
    const { key, probability } = found;
    const label = `topic:${key}`;
    const { tokens } = look.features;
    const shared = quotesFor(label, look.parts, tokens, this.words.weights(key, tokens));
    const quotes = shared.length > 0 ? shared : wholeText(label, look);
    look.evidence.push(...quotes);
    return quotes.length === 0 ? [] : [{ key, probability: rounded(probability) }];
  }

  private quotes(
    key: string,
    found: Found | undefined,
    look: Look,
    head: TopicAnswer | null,
  ): Evidence[] {
    const { parts, features } = look;
    const label = `topic:${key}`;
    if (found?.weights) return quotesFor(label, parts, features.tokens, found.weights);
    if (head === null) return [];
    const { link, classes } = head.model.header;
    const k = classes.indexOf(key);
    const against = link === 'softmax' ? -1 / (classes.length - 1) : 0;
    const mixture = classes.map((_, at) => (at === k ? 1 : against));
    // Where only the meaning of the whole spoke for it, what the words say by themselves.
    for (const stage of new Set([head.answer.stage, head.model.first])) {
      const weights = contributions(head.model, stage, features, mixture);
      const quotes = quotesFor(label, parts, features.tokens, weights);
      if (quotes.length > 0) return quotes;
    }
    return [];
  }

  private rank(key: string): number {
    return this.order.get(key) ?? this.order.size;
  }
}

/** A short text that means the topic as a whole is its own evidence; a long one would be none. */
function wholeText(label: string, { parts, features }: Look): Evidence[] {
  const words = features.tokens.filter(({ kind }) => kind === 'word');
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined || first.part !== last.part) return [];
  if (words.length > MOST_WORDS_QUOTED) return [];
  return [{ for: label, quote: (parts[first.part] ?? '').slice(first.start, last.end) }];
}

/** Different phrases at different places strengthen each other. */
function addMatches(
  found: Map<string, Found>,
  matches: readonly SeedMatch[],
  tokens: number,
): void {
  for (const key of new Set(matches.map((match) => match.key))) {
    const ofTopic = apart(matches.filter((match) => match.key === key));
    const doubt = ofTopic.reduce((left, match) => left * (1 - match.probability), 1);
    const probability = Math.min(SUREST, 1 - doubt);
    if (probability <= (found.get(key)?.probability ?? 0)) continue;
    const weights = new Float64Array(tokens);
    for (const { from, to, probability: weight } of ofTopic) weights.fill(weight, from, to + 1);
    found.set(key, { probability, weights });
  }
}

/** The surest matches that share no word and no phrase: "charged twice" is not also "charge". */
function apart(matches: readonly SeedMatch[]): SeedMatch[] {
  const chosen: SeedMatch[] = [];
  for (const match of [...matches].sort((a, b) => b.probability - a.probability)) {
    const clash = chosen.some(
      (other) =>
        other.phrase === match.phrase || (other.from <= match.to && match.from <= other.to),
    );
    if (!clash) chosen.push(match);
  }
  return chosen;
}
