import type { Evidence, Reading, TopicScores } from '../../domain/reading.js';
import type { Taxonomy } from '../../domain/taxonomy.js';
import { answer } from '../answer.js';
import { Extractor, type Features } from '../features/extractor.js';
import type { Answered } from '../heads.js';
import type { Model } from '../linear/model-file.js';
import type { Meaning, Meanings } from '../meaning.js';
import { wholeOf, type Heads } from '../reader.js';
import type { NearestTopics } from './nearest.js';
import { headsNamed, scoresOf } from './scores.js';
import type { TopicMeanings } from './topic-meanings.js';
import { TopicReader, type TopicAnswer } from './topics.js';

/** What the heads said, and of which text. */
export interface KnownScores extends TopicScores {
  readonly contentHash: string;
}

/** A text with its stored reading. */
export interface ReadText {
  readonly title: string | null;
  readonly text: string;
  readonly contentHash: string;
  readonly reading: Reading;
  readonly vector: Int8Array | null;
  readonly scores: KnownScores | null;
}

/** The part of a reading that depends on the taxonomy, and what was learnt on the way. */
export interface Relabelled extends Pick<Reading, 'topics' | 'touchpoint' | 'evidence'> {
  readonly scores: KnownScores | null;
}

interface Asked {
  readonly at: number;
  readonly language: string;
  readonly topic: Model | null;
  readonly touchpoint: Model | null;
  readonly heads: string;
}

const NOBODY: Asked = { at: -1, language: '', topic: null, touchpoint: null, heads: '' };

/**
 * Gives texts that were read the topics that they have under a taxonomy: exactly those that reading
 * them afresh with the same heads gives, without the other heads, and without the encoder where it
 * is known what the topic head says. Whether the second stage looked at a text is told by its vector.
 */
export class Relabeller {
  private readonly extractor = new Extractor();

  private constructor(
    private readonly heads: Heads,
    private readonly topics: TopicReader,
    private readonly nearest: NearestTopics | null,
    private readonly meanings: Pick<Meanings, 'of'> | null,
  ) {}

  /** @param known null: no text is looked at for its meaning */
  static async open(
    heads: Heads,
    taxonomy: Taxonomy,
    meanings: Pick<Meanings, 'of'> | null,
    known: TopicMeanings | null,
  ): Promise<Relabeller> {
    const nearest = (await known?.nearest(taxonomy)) ?? null;
    return new Relabeller(heads, new TopicReader(taxonomy), nearest, meanings);
  }

  /** @returns one per text, in their order */
  async relabel(texts: readonly ReadText[]): Promise<Relabelled[]> {
    const asked = texts.map((text, at) => this.asked(text, at));
    const meanings = await this.meaningsOf(texts, asked);
    return texts.map((text, at) => {
      return this.read(text, asked[at] ?? NOBODY, meanings.get(at) ?? null);
    });
  }

  /** The heads that read its topics. */
  private asked({ reading }: ReadText, at: number): Asked {
    const language = reading.language?.code ?? 'en';
    const headOf = (task: 'topic' | 'touchpoint'): Model | undefined =>
      this.heads[task]?.find(({ header }) => header.languages.includes(language));
    const topic = headOf('topic') ?? null;
    // As in reading: what is no complaint has no touchpoint, whatever a head says.
    const isComplaint = reading.complaint?.label === 'complaint';
    const touchpoint = isComplaint ? (headOf('touchpoint') ?? null) : null;
    return { at, language, topic, touchpoint, heads: headsNamed(topic, touchpoint) };
  }

  private async meaningsOf(
    texts: readonly ReadText[],
    asked: readonly Asked[],
  ): Promise<Map<number, Meaning>> {
    const missing = asked.flatMap((heads) => {
      const text = texts[heads.at];
      if (text === undefined || text.vector === null || isKnown(text, heads)) return [];
      return [{ at: heads.at, text: wholeOf(text) }];
    });
    const found = (await this.meanings?.of(missing.map(({ text }) => text))) ?? [];
    return new Map(found.map((meaning, i) => [missing[i]?.at ?? -1, meaning]));
  }

  private read(text: ReadText, heads: Asked, meaning: Meaning | null): Relabelled {
    const { reading, vector } = text;
    const parts = [text.title ?? '', text.text];
    const features = this.extractor.extract(parts);
    const evidence: Evidence[] = [];
    const look = { parts, features, evidence };
    // Where there is nothing to read no head is asked, as in reading.
    const model = features.count === 0 ? null : heads.topic;
    if (model === null && !this.topics.reads(heads.language, look)) return notRead(text);
    const scores = isKnown(text, heads) ? text.scores : scored(text, heads, features, meaning);
    const topics = this.topics.read(
      look,
      model === null ? null : { model, answer: asAnswer(model, vector, scores) },
      vector,
      this.nearest,
    );
    const touchpoint = this.topics.touchpointOf(topics[0]?.key) ?? scores?.touchpoint ?? null;
    return {
      topics,
      touchpoint: reading.complaint?.label === 'complaint' ? touchpoint : null,
      evidence: withTopics(reading.evidence, evidence),
      scores,
    };
  }
}

function isKnown({ scores, contentHash }: ReadText, { heads }: Asked): boolean {
  return scores !== null && scores.heads === heads && scores.contentHash === contentHash;
}

function scored(
  { contentHash }: ReadText,
  { topic, touchpoint }: Asked,
  features: Features,
  meaning: Meaning | null,
): KnownScores {
  const ask = (model: Model | null): Answered | null =>
    model && { model, answer: answer(model, features, meaning?.features ?? null) };
  return { ...scoresOf(ask(topic), ask(touchpoint)), contentHash };
}

/** In a language of which there are neither a head nor phrases. */
function notRead({ reading, scores }: ReadText): Relabelled {
  const touchpoint = reading.topics === null ? reading.touchpoint : null;
  return { topics: null, touchpoint, evidence: withTopics(reading.evidence, []), scores };
}

function asAnswer(
  { first, second }: Model,
  vector: Int8Array | null,
  scores: KnownScores | null,
): TopicAnswer['answer'] {
  const stage = vector !== null && second !== null ? second : first;
  return { stage, probabilities: scores?.topic ?? [] };
}

const IS_TOPIC = /^topic:/;
/** Labels that are quoted before the topics. */
const BEFORE = new Set(['complaint', 'sentiment']);

/** The evidence with other quotes for its topics, in the order in which a reading gives them. */
function withTopics(all: readonly Evidence[], topics: readonly Evidence[]): Evidence[] {
  const others = all.filter((each) => !IS_TOPIC.test(each.for));
  const first = others.filter((each) => BEFORE.has(each.for));
  return [...first, ...topics, ...others.filter((each) => !BEFORE.has(each.for))];
}
