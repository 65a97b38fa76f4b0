import type { Evidence, TopicReading, Touchpoint } from '../../domain/reading.js';
import { quotesFor } from '../evidence.js';
import type { Features } from '../features/extractor.js';
import type { Model } from '../linear/model-file.js';
import { contributions, probabilitiesOf, score } from '../linear/score.js';
import { matchSeeds, type SeedIndex, type SeedMatch } from './seeds.js';
import type { Taxonomy } from './taxonomy.js';

/** No phrase and no number of phrases makes a topic surer than this. */
const SUREST = 0.97;
/**
 * The head was taught by bank customers: where no seed phrase, not even a hint, points to the
 * topic it has to be this sure ("stopped working" is no card payment).
 */
const UNAIDED = 0.8;
/** From this probability on, a head with one topic per text also names its second and third. */
const ALSO = 0.2;

interface Found {
  probability: number;
  /** What each token adds, in any unit. */
  weights: Float64Array | null;
}

/**
 * Finds the topics of a text by the taxonomy's seed phrases and by a linear head; the surer
 * of the two counts. A head whose classes are not the taxonomy's answers alone.
 */
export class TopicReader {
  private readonly touchpoints: ReadonlyMap<string, Touchpoint>;
  private readonly order: ReadonlyMap<string, number>;
  private readonly seeded: boolean;

  constructor(
    private readonly model: Model,
    private readonly taxonomy: Taxonomy,
    private readonly seeds: SeedIndex,
  ) {
    this.touchpoints = new Map(taxonomy.topics.map((topic) => [topic.key, topic.touchpoint]));
    this.order = new Map(taxonomy.topics.map((topic, at) => [topic.key, at]));
    const { link, classes } = model.header;
    this.seeded = link === 'independent' && classes.some((key) => this.order.has(key));
  }

  touchpointOf(key: string | undefined): Touchpoint | null {
    return key === undefined ? null : (this.touchpoints.get(key) ?? null);
  }

  /** @returns topics from their limit on, surest first; each is quoted in `evidence` */
  read(parts: readonly string[], features: Features, evidence: Evidence[]): TopicReading[] {
    const found = this.byModel(features);
    const matches = this.seeded ? matchSeeds(this.seeds, features.tokens) : [];
    const hinted = new Set(matches.map(({ key }) => key));
    addMatches(found, matches, features.tokens.length);
    const topics = [...found]
      .filter(([key, { probability }]) => probability >= this.leastProbability(key, found, hinted))
      .map(([key, { probability }]) => ({
        key,
        probability: Math.round(probability * 10_000) / 10_000,
      }))
      .sort((a, b) => b.probability - a.probability || this.rank(a.key) - this.rank(b.key));
    return topics.filter(({ key }) => {
      const quotes = this.quotes(key, found.get(key), parts, features);
      evidence.push(...quotes);
      return quotes.length > 0;
    });
  }

  private byModel(features: Features): Map<string, Found> {
    const { header, outputs } = this.model;
    const scores = new Float64Array(outputs);
    score(this.model, features, scores);
    const found = new Map<string, Found>();
    for (const [k, probability] of probabilitiesOf(
      header.link,
      header.calibration,
      scores,
    ).entries()) {
      const key = header.classes[k] ?? '';
      if (!this.seeded || this.order.has(key)) found.set(key, { probability, weights: null });
    }
    return found;
  }

  private leastProbability(
    key: string,
    found: ReadonlyMap<string, Found>,
    hinted: ReadonlySet<string>,
  ): number {
    if (this.seeded)
      return hinted.has(key) ? this.taxonomy.limit : Math.max(UNAIDED, this.taxonomy.limit);
    if (this.model.header.link === 'independent') return this.model.header.limit;
    const top = Math.max(...[...found.values()].map(({ probability }) => probability));
    return Math.min(top, ALSO);
  }

  private quotes(
    key: string,
    found: Found | undefined,
    parts: readonly string[],
    features: Features,
  ): Evidence[] {
    const { link, classes } = this.model.header;
    const k = classes.indexOf(key);
    const against = link === 'softmax' ? -1 / (classes.length - 1) : 0;
    const mixture = classes.map((_, at) => (at === k ? 1 : against));
    const weights = found?.weights ?? contributions(this.model, features, mixture);
    return quotesFor(`topic:${key}`, parts, features.tokens, weights);
  }

  private rank(key: string): number {
    return this.order.get(key) ?? this.order.size;
  }
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
