import { createHash } from 'node:crypto';
import type { Read, Reader, Reading, ReadInput, Touchpoint } from '../domain/reading.js';
import { underTaxonomy } from '../domain/taxonomy.js';
import { answer, isOpen } from './answer.js';
import { Extractor } from './features/extractor.js';
import {
  readComplaint,
  readEffort,
  readLeaving,
  readSentiment,
  readTouchpoint,
  readUrgency,
  type Answered,
  type Look,
} from './heads.js';
import { directionOf } from './leaving.js';
import { openLanguages, type Identify, type Language } from './language.js';
import { Bundle } from './linear/bundle.js';
import { TASKS, type Model, type Task } from './linear/model-file.js';
import { othersBlamed, withoutOthers } from './others.js';
import type { Meaning, Meanings } from './meaning.js';
import type { NearestTopics } from './topics/nearest.js';
import { scoresOf } from './topics/scores.js';
import type { Taxonomy } from './topics/taxonomy.js';
import { TopicMeanings } from './topics/topic-meanings.js';
import { TopicReader } from './topics/topics.js';

/** The heads of each task, one per group of languages; a task without one is not read. */
export type Heads = Partial<Record<Task, readonly Model[]>>;

/** What a reader is made of. */
export interface ReaderParts {
  readonly heads: Heads;
  readonly taxonomy: Taxonomy;
  /** For the second stage; null: every text is read by its words alone. */
  readonly meanings: Meanings | null;
}

/** From this probability on a language that was found outweighs the one that the place states. */
const EVIDENT = 0.98;

/** The heads for texts of one language. */
interface LanguageHeads {
  readonly of: ReadonlyMap<Task, Model>;
  readonly bundle: Bundle;
}

/** Texts that are taken through both stages together: what waits for the second stays small. */
const PAGE = 256;

/**
 * Reads in two stages: linear heads over the words and the taxonomy's seed phrases first; what a
 * head leaves open is read again by all of them with its meaning beside the words. A label that
 * no word of the text carries is not given: it becomes `unsure`, a topic is left out.
 */
export class LinearReader implements Reader {
  readonly model: string;
  private readonly extractor = new Extractor();
  private readonly topics: TopicReader;
  private nearest: NearestTopics | null = null;
  private readonly known = new Map<string, LanguageHeads>();
  private readonly spoken: ReadonlySet<string>;
  private identify: Identify | undefined;

  constructor(private readonly parts: ReaderParts) {
    const { heads, taxonomy } = parts;
    this.topics = new TopicReader(taxonomy);
    this.spoken = new Set(
      Object.values(heads).flatMap((all) => all.flatMap(({ header }) => header.languages)),
    );
    this.model = nameOf(parts);
  }

  async read(inputs: readonly ReadInput[]): Promise<Read[]> {
    this.identify ??= await openLanguages();
    const identify = this.identify;
    const reads: Read[] = [];
    for (let from = 0; from < inputs.length; from += PAGE) {
      reads.push(...(await this.readPage(inputs.slice(from, from + PAGE), identify)));
    }
    return reads;
  }

  private async readPage(inputs: readonly ReadInput[], identify: Identify): Promise<Read[]> {
    const { meanings, taxonomy } = this.parts;
    const firsts = inputs.map((input) =>
      this.look(input, identify, meanings === null ? null : 'may ask'),
    );
    const open = inputs.filter((_, at) => firsts[at] === 'open');
    const meant = (await meanings?.of(open.map(wholeOf))) ?? [];
    if (meanings !== null && open.length > 0)
      this.nearest ??= await new TopicMeanings(meanings).nearest(taxonomy);
    let next = 0;
    return inputs.map((input, at) => {
      const first = firsts[at];
      if (first !== 'open' && first !== undefined) return { ...first, vector: null };
      const meaning = meant[next++] ?? null;
      return { ...this.look(input, identify, meaning), vector: meaning?.sentence ?? null };
    });
  }

  /** @param meaning of the text, if it is known; `may ask`: it can be had where a head leaves the text open */
  private look(input: ReadInput, identify: Identify, meaning: Meaning | null): Looked;
  private look(
    input: ReadInput,
    identify: Identify,
    meaning: Meaning | 'may ask' | null,
  ): Looked | 'open';
  private look(
    input: ReadInput,
    identify: Identify,
    meaning: Meaning | 'may ask' | null,
  ): Looked | 'open' {
    const parts = [input.title ?? '', input.text];
    const features = this.extractor.extract(parts);
    const language = languageOf(input.language, identify(features.tokens));
    const vector = meaning === null || meaning === 'may ask' ? null : meaning.features;
    const heads = this.headsFor(features.count === 0 ? null : (language?.code ?? 'en'));
    const answered = new Map<Task, Answered>();
    // In the second stage hardly a head goes by its first.
    const known = vector === null ? heads.bundle.scores(features) : null;
    const said = (task: Task): Answered | null => {
      const model = heads.of.get(task);
      if (model === undefined) return null;
      const head = answered.get(task) ?? {
        model,
        answer: answer(model, features, vector, known?.get(model)),
      };
      answered.set(task, head);
      return head;
    };
    const isLeftOpen = (task: Task): boolean => {
      if ((heads.of.get(task)?.header.open ?? 0) === 0) return false;
      const head = said(task);
      return head !== null && isOpen(head.model, head.answer);
    };
    if (meaning === 'may ask' && (TASKS.some(isLeftOpen) || isNameless(said))) return 'open';
    const told = language && { ...language, supported: this.spoken.has(language.code) };
    const sentence = meaning === null || meaning === 'may ask' ? null : meaning.sentence;
    return this.compose(input, { parts, features, evidence: [] }, told, said, sentence);
  }

  private compose(
    input: ReadInput,
    look: Look,
    language: Reading['language'],
    said: (task: Task) => Answered | null,
    sentence: Int8Array | null,
  ): Looked {
    const complaint = readComplaint(said('complaint'), look);
    const sentiment = readSentiment(said('sentiment'), look);
    const named = said('topic');
    const topics =
      named === null && !this.topics.reads(language?.code ?? 'en', look)
        ? null
        : this.topics.read(look, named, sentence, this.nearest);
    const touchpoint = (): Touchpoint | null =>
      this.topics.touchpointOf(topics?.[0]?.key) ?? readTouchpoint(said('touchpoint'));
    const effort = readEffort(said('effort'), look, complaint?.best === 'complaint');
    const leaving = readLeaving(said('leaving'), look, complaint?.probability ?? 0, () =>
      directionOf(look.features.tokens, look.parts, input.brand ?? null),
    );
    const urgency = readUrgency(said('urgency'), look, () => said('urgency-reason'));
    const reading = {
      language,
      complaint,
      sentiment,
      topics,
      touchpoint: complaint?.label === 'complaint' ? touchpoint() : null,
      effort,
      leaving,
      urgency,
      evidence: look.evidence,
      model: this.model,
    };
    const others = othersBlamed(look, said('complaint'), input.brand ?? null);
    return {
      reading: others === null ? reading : withoutOthers(reading, others),
      // Of a complaint every topic may be taken away; what its touchpoint is then is asked here.
      topicScores: scoresOf(named, complaint?.label === 'complaint' ? said('touchpoint') : null),
    };
  }

  /** The heads that know the language; none where there is nothing to read. */
  private headsFor(language: string | null): LanguageHeads {
    const found = this.known.get(language ?? '');
    if (found !== undefined) return found;
    const of = new Map<Task, Model>();
    for (const task of language === null ? [] : TASKS) {
      const all = this.parts.heads[task] ?? [];
      const head = all.find(({ header }) => header.languages.includes(language ?? ''));
      if (head !== undefined) of.set(task, head);
    }
    const bundle = new Bundle([...of].flatMap(([task, head]) => (LATE.has(task) ? [] : head)));
    const heads = { of, bundle };
    this.known.set(language ?? '', heads);
    return heads;
  }
}

/**
 * A complaint of which the words name no topic: its meaning may. Goes by the head alone, so that
 * which texts are looked at twice does not depend on the taxonomy.
 */
function isNameless(said: (task: Task) => Answered | null): boolean {
  if (said('complaint')?.answer.class !== 'complaint') return false;
  const topic = said('topic');
  if (topic === null || topic.model.second === null) return false;
  const { answer: named, model } = topic;
  return named.probabilities.every((probability) => probability < model.header.limit);
}

/** What one look at a text gives. */
type Looked = Omit<Read, 'vector'>;

/** Heads that are asked only where another has found something. */
const LATE: ReadonlySet<Task> = new Set(['touchpoint', 'urgency-reason']);

/**
 * The language that the heads are chosen by. A stated one is believed, unless the text evidently
 * is in another: places state their own language for whatever is posted there.
 */
function languageOf(stated: string | null | undefined, found: Language): Language {
  const code = stated?.toLowerCase().split(/[-_]/)[0] ?? '';
  if (code === '' || code === 'und') return found;
  if (found !== null && found.code !== code && found.probability >= EVIDENT) return found;
  return { code, probability: 1 };
}

/** The text as one, as the second stage reads it. */
export function wholeOf({ title, text }: ReadInput): string {
  return title === null || title === undefined || title === '' ? text : `${title}\n${text}`;
}

/** Changes with any weight and with whether there is a second stage; ends with the taxonomy's version. */
function nameOf({ heads, taxonomy, meanings }: ReaderParts): string {
  const hash = createHash('sha256');
  for (const head of Object.values(heads).flat())
    hash.update(head.header.task).update(head.header.digest);
  const model = `linear-${meanings === null ? 1 : 2}+${hash.digest('hex').slice(0, 8)}`;
  return underTaxonomy(model, taxonomy.version);
}
