import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Touchpoint } from '../../domain/reading.js';
import { readPart } from './dataset.js';
import { mapRow, playedByDemo, type Mapped } from './mapping.js';
import { readOwn, readWords, readWritten, type OwnRow, type Words } from './own-labels.js';

/** The sets whose licence permits shipping a model with attribution; see NOTICE. */
export const PERMISSIVE_SETS: Readonly<Record<string, string>> = {
  goemotions: 'Apache-2.0',
  banking77: 'CC-BY-4.0',
  nlupp_banking: 'CC-BY-4.0',
  nlupp_hotels: 'CC-BY-4.0',
  vader_tweets: 'MIT',
  vader_amazon: 'MIT',
  vader_nyt: 'MIT',
  vader_movie: 'MIT',
  uci_sentences: 'CC-BY-4.0',
  cfpb_1k: 'MIT (repository), US public domain (narratives)',
};
/** Real texts of those sets with labels of this project, and texts written for it. */
export const OWN = 'own-labels';
export const WRITTEN = 'written';
export const WORDS = 'written-words';
export const LICENCES: Readonly<Record<string, string>> = {
  ...PERMISSIVE_SETS,
  [OWN]: 'labels Apache-2.0, texts as the sets they are from',
  [WRITTEN]: 'Apache-2.0, written for this project',
  [WORDS]: 'Apache-2.0, collected for this project',
};

/** A text, and what is known of it; null where nothing is. */
export interface Example {
  readonly text: string;
  readonly set: string;
  readonly language: string;
  readonly complaint: Mapped['complaint'];
  readonly sentiment: Mapped['sentiment'];
  readonly topics: readonly string[] | null;
  /** Topics that the labels can neither affirm nor deny. */
  readonly topicsUnknown: readonly string[];
  readonly touchpoint: Touchpoint | null;
  readonly effort: readonly string[] | null;
  readonly leaving: string | null;
  readonly urgency: string | null;
  readonly urgencyReason: string | null;
  /** To learn from; else to calibrate on. */
  readonly learn: boolean;
}

/** Sets whose dev part the demo plays: nothing is calibrated on it. */
const DEV_PLAYED_BY_DEMO = new Set(['cfpb_1k', 'uci_sentences']);
/** One in so many written examples is not learnt from but calibrated on. */
const EVERY_NTH_WRITTEN = 6;
/** Most texts of one set: more of the same style teach little and cost much. */
const MOST_PER_SET = 6000;

/**
 * Everything that the shipped heads are trained from: the sets' own labels as far as they say
 * anything of ours, the labels of this project, and the written examples. A text with a label of
 * this project counts only with that, and one that is held back does not count at all.
 *
 * @param dir folder of the sets
 * @param labels folder of the project's labels
 */
export function readExamples(dir: string, labels: string): Example[] {
  const train = readOwn(labels, 'train');
  const dev = readOwn(labels, 'dev');
  const held = readOwn(labels, 'held');
  // By id: a few texts had a name or number masked, and are not the source's any more.
  const known = new Set([...train, ...dev, ...held].map(({ id }) => id));
  const apart = new Set(held.map(({ id }) => id));
  const own = (rows: readonly OwnRow[], learn: boolean): Example[] =>
    rows.filter((row) => !apart.has(row.id) && !isPlayed(row)).map((row) => ofOwn(row, OWN, learn));
  return [
    ...own(train, true),
    ...own(dev, false),
    ...readWritten(labels).map((row) =>
      ofOwn(row, WRITTEN, !isNth(row.block ?? row.id, EVERY_NTH_WRITTEN)),
    ),
    ...readWords(labels).flatMap(ofWords),
    ...readSets(dir, known),
  ];
}

function isPlayed({ source, id }: OwnRow): boolean {
  return source === 'vader_amazon' && playedByDemo(id.replace(/^vader_amazon:/, ''));
}

function isNth(name: string, n: number): boolean {
  return createHash('sha256').update(name).digest().readUInt32LE() % n === 0;
}

function ofOwn(row: OwnRow, set: string, learn: boolean): Example {
  const { text, lang, sentiment, touchpoint, topics, effort, leaving, urgency } = row;
  // Against whom a text is turned shows only to those who know whose side they are on.
  const complaint = (row.brand?.competitors.length ?? 0) > 0 ? null : row.complaint;
  return {
    text,
    set,
    language: lang,
    complaint,
    sentiment,
    topics,
    topicsUnknown: [],
    touchpoint,
    effort,
    leaving: leaving?.stage ?? 'none',
    urgency: urgency?.level ?? 'none',
    urgencyReason: urgency?.reason ?? null,
    learn,
  };
}

const UNKNOWN = {
  touchpoint: null,
  effort: null,
  leaving: null,
  urgency: null,
  urgencyReason: null,
};

/** Languages whose few texts the words stand beside. */
export const EUROPEAN = ['de', 'fr', 'es', 'it', 'pt'];

/** Once as it stands and once with a capital, as at the beginning of a post. */
function ofWords({ language, text, says }: Words): Example[] {
  const forms = new Set([text, text.charAt(0).toUpperCase() + text.slice(1)]);
  const languages = language === null ? EUROPEAN : [language];
  const each = languages.flatMap((code) => [...forms].map((form) => ({ code, form })));
  return each.map(({ code, form }) => ({
    text: form,
    set: WORDS,
    language: code,
    // A bad feeling may be about anything.
    complaint: says === 'complaint' ? says : says === 'negative' ? null : 'other',
    sentiment: says === 'complaint' ? 'negative' : says,
    topics: null,
    topicsUnknown: [],
    ...UNKNOWN,
    learn: true,
  }));
}

function readSets(dir: string, known: ReadonlySet<string>): Example[] {
  return Object.keys(PERMISSIVE_SETS).flatMap((set) => {
    const parts = DEV_PLAYED_BY_DEMO.has(set) ? (['train'] as const) : (['train', 'dev'] as const);
    const examples = parts.flatMap((part) =>
      readPart(join(dir, set), part).map((row) => ({
        id: `${set}:${row.id}`,
        text: row.text,
        set,
        language: 'en',
        ...mapRow(set, row),
        ...UNKNOWN,
        learn: part === 'train',
      })),
    );
    const fresh = examples.filter(({ id }) => !known.has(id));
    const nth = Math.ceil(fresh.length / MOST_PER_SET);
    return fresh.filter((_, at) => at % nth === 0);
  });
}
