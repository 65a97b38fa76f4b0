import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Evidence, Reader, Reading, ReadInput } from '../domain/reading.js';
import { Extractor, type Features } from './features/extractor.js';
import { readComplaint, readLeaving, readSentiment } from './heads.js';
import { findLanguage, type LanguageFinding } from './language.js';
import { readModel, type Model, type Task } from './linear/model-file.js';
import { packageRoot } from './package-root.js';
import { indexSeeds, type SeedIndex } from './topics/seeds.js';
import { readTaxonomy, type Taxonomy } from './topics/taxonomy.js';
import { TopicReader } from './topics/topics.js';

export interface ReaderOptions {
  /** Folder of the shipped models; the package's own when not given. */
  readonly models?: string;
  /** The taxonomy file; the package's own when not given. */
  readonly taxonomy?: string;
  /** A model file whose head answers for its task, in place of the shipped one. */
  readonly model?: string;
}

/** Heads by task; a task without one is not read. */
export type Heads = Partial<Record<Task, Model>>;

/** The heads that are shipped, by file name without `.bin`. */
export const SHIPPED_HEADS = ['complaint', 'sentiment', 'topic'] as const;

/**
 * The reader of this installation. Nothing is loaded until it is first used.
 *
 * @throws ModelFileError, TaxonomyError on first use, if a file is missing or cannot be used
 */
export function loadReader(options: ReaderOptions = {}): Reader {
  let loaded: LinearReader | undefined;
  const reader = (): LinearReader => (loaded ??= load(options));
  return {
    get model() {
      return reader().model;
    },
    read: (input) => reader().read(input),
  };
}

function load(options: ReaderOptions): LinearReader {
  const dir = options.models ?? join(packageRoot(), 'config', 'models');
  const heads: Heads = {};
  const given = options.model === undefined ? null : readModel(options.model);
  for (const task of SHIPPED_HEADS) {
    heads[task] = given?.header.task === task ? given : readModel(join(dir, `${task}.bin`));
  }
  if (given !== null) heads[given.header.task] = given;
  return new LinearReader(heads, loadTaxonomy(options.taxonomy));
}

/** @throws TaxonomyError if the file is missing or cannot be used */
export function loadTaxonomy(file = join(packageRoot(), 'config', 'taxonomy.yaml')): Taxonomy {
  return readTaxonomy(file);
}

/**
 * Reads with linear heads over one pass of features, and with the taxonomy's seed phrases.
 * A label that no word of the text carries is not given: it becomes `unsure`, a topic is
 * left out. Effort, leaving and urgency are null while no head reads them.
 */
export class LinearReader implements Reader {
  readonly model: string;
  private readonly extractor = new Extractor();
  private readonly topics: TopicReader | null;

  constructor(
    private readonly heads: Heads,
    taxonomy: Taxonomy,
  ) {
    const seeds: SeedIndex = indexSeeds(taxonomy);
    this.topics = heads.topic === undefined ? null : new TopicReader(heads.topic, taxonomy, seeds);
    this.model = nameOf(heads, taxonomy);
  }

  read(input: ReadInput): Reading {
    const parts = [input.title ?? '', input.text];
    const features = this.extractor.extract(parts);
    const found = findLanguage(features.tokens);
    const language = languageOf(input.language, found);
    const read = (task: Task): Model | null => this.headFor(task, features, language, found);

    const evidence: Evidence[] = [];
    const complaint = readComplaint(read('complaint'), parts, features, evidence);
    const sentiment = readSentiment(read('sentiment'), parts, features, evidence);
    const leaving = readLeaving(read('leaving'), features);
    const topics = read('topic') === null ? null : this.topics?.read(parts, features, evidence);
    const touchpoint =
      complaint?.label === 'complaint' ? this.topics?.touchpointOf(topics?.[0]?.key) : null;
    return {
      language,
      complaint,
      sentiment,
      topics: topics ?? null,
      touchpoint: touchpoint ?? null,
      effort: null,
      leaving,
      urgency: null,
      evidence,
      model: this.model,
    };
  }

  /** The head of a task, if there is one, it knows the language, and there is anything to read. */
  private headFor(
    task: Task,
    features: Features,
    language: Reading['language'],
    found: LanguageFinding,
  ): Model | null {
    const head = this.heads[task];
    if (head === undefined || features.count === 0) return null;
    const { languages } = head.header;
    const known = language?.code ?? (found.english ? 'en' : null);
    return known !== null && languages.includes(known) ? head : null;
  }
}

/**
 * What is known of the language. A stated one is believed, unless it says English and the
 * text evidently is not: places state their own language for whatever is posted there.
 */
function languageOf(
  stated: string | null | undefined,
  found: LanguageFinding,
): Reading['language'] {
  const code = stated?.toLowerCase().split(/[-_]/)[0] ?? '';
  if (code === '' || code === 'und') return found.language;
  return code === 'en' && !found.english ? found.language : { code, probability: 1 };
}

/** Changes with any weight and with the version of the taxonomy. */
function nameOf(heads: Heads, taxonomy: Taxonomy): string {
  const hash = createHash('sha256').update(taxonomy.version);
  for (const head of Object.values(heads)) hash.update(head.header.task).update(head.header.digest);
  return `linear-1+${hash.digest('hex').slice(0, 8)}`;
}
