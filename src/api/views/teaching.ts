import { z } from 'zod';
import { ASKED } from '../../domain/judging.js';
import { COMPLAINT_LABELS, SENTIMENT_LABELS, URGENCY_LEVELS } from '../../domain/reading.js';
import { TAUGHT_TASKS } from '../../domain/teaching.js';
import { id, probability, time } from './scalars.js';

/** A share of n with its 95 % interval (Wilson). */
export const RateView = z.object({
  n: z.number().int(),
  hits: z.number().int(),
  /** null when n is 0. */
  share: probability.nullable(),
  low: probability,
  high: probability,
});

/** Two models on the same texts: how often each was right, and where they differ (counts). */
export const PairedView = z.object({
  n: z.number().int(),
  before: z.number().int(),
  after: z.number().int(),
  /** Wrong before, right now. */
  mended: z.number().int(),
  /** Right before, wrong now. */
  spoilt: z.number().int(),
});

export const ModelVersion = z.object({
  id,
  version: z.number().int(),
  state: z.enum(['serving', 'retired', 'refused']),
  /** Why it is in that state. */
  reason: z.string(),
  /** Corrected texts that it learnt from. */
  lessons: z.number().int(),
  madeAt: time,
  by: z.string(),
  servedFrom: time.nullable(),
  servedTo: time.nullable(),
  /** Against the model that served when it was made, on corrections that were held back. */
  heldBack: PairedView,
  /** The same, on those of them that were drawn by lot. */
  byLot: PairedView,
  /** Against the shipped model, on texts that came with Earshot. */
  known: PairedView,
  /** Chance of so good a result by luck. */
  chance: probability,
});

const Grouped = z.object({ key: z.string(), rate: RateView });

export const TaskCard = z.object({
  task: z.enum(TAUGHT_TASKS),
  /** The model that reads it now; null: none does. */
  serving: z
    .object({
      /** null: the shipped one. */
      modelId: id.nullable(),
      /** Of the taught models; null: the shipped one. */
      version: z.number().int().nullable(),
      /** Since when; null: from the beginning. */
      since: time.nullable(),
      /** Corrected texts that it learnt from. */
      lessons: z.number().int(),
    })
    .nullable(),
  /** The model that came with Earshot: its own figures, measured when it was made. */
  shipped: z
    .object({
      version: z.string(),
      languages: z.array(z.string()),
      rows: z.number().int(),
      metrics: z.record(z.string(), z.union([z.number(), z.string()])),
    })
    .nullable(),
  /** Corrected texts that there are. */
  lessons: z.object({
    learnt: z.number().int(),
    heldBack: z.number().int(),
    /** What is missing until a model can be taught, in words; null: nothing is. */
    needed: z.string().nullable(),
  }),
  /**
   * How often people agreed with the reading, over 90 days. By lot: of texts drawn at random, so this
   * is how often it is right. Unsure: of texts that were asked for as it was least sure of them.
   * Corrected: of those that people corrected while working, mostly errors.
   */
  agreement: z.object({ byLot: RateView, unsure: RateView, corrected: RateView }),
  /** Judgements by lot that are needed until the agreement is shown by groups; 0: there are enough. */
  neededByLot: z.number().int(),
  /** Of the texts drawn by lot. */
  byLanguage: z.array(Grouped),
  bySource: z.array(Grouped),
  /** What was promised (mean probability) beside how often it came true, of texts drawn by lot. */
  calibration: z.array(
    z.object({
      from: probability,
      to: probability,
      predicted: probability.nullable(),
      observed: RateView,
    }),
  ),
  /** Readings of the last 30 days that were left "unsure", and of the 30 before. */
  unsure: z.object({ now: RateView, before: RateView }),
  /** How the labels of the last 30 days differ from those of the 30 before. */
  drift: z.object({
    /** Population stability index; null: too few readings. */
    index: z.number().nullable(),
    words: z.string(),
    labels: z.array(z.object({ label: z.string(), now: RateView, before: RateView })),
  }),
  /** Newest first. */
  versions: z.array(ModelVersion),
});

export const TeachingRunView = z.object({
  id,
  askedAt: time,
  by: z.string(),
  /** `waiting`: no process has begun it. */
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  progress: probability,
  /** What came of each task, in words. */
  outcome: z.array(
    z.object({ task: z.enum(TAUGHT_TASKS), what: z.string(), modelId: id.nullable() }),
  ),
  error: z.string().nullable(),
  endedAt: time.nullable(),
});

export const ReadingCard = z.object({
  tasks: z.array(TaskCard),
  /** The latest run; null when there was none. */
  run: TeachingRunView.nullable(),
  /** Open mentions that are read again because another model serves; the latest time. */
  rereading: z
    .object({
      because: z.string(),
      total: z.number().int(),
      done: z.number().int(),
      endedAt: time.nullable(),
    })
    .nullable(),
});

/** Has another model read a task: one that has served before, or the shipped one (null). */
export const ServeRequest = z.strictObject({
  task: z.enum(TAUGHT_TASKS),
  modelId: id.nullable(),
  /** The one that you saw serving; another one is answered with 409. */
  instead: id.nullable(),
});

export const JudgingView = z.object({
  position: z.number().int(),
  mentionId: id,
  asked: z.enum(ASKED),
  state: z.enum(['waiting', 'judged', 'skipped']),
  title: z.string().nullable(),
  text: z.string(),
  language: z.string().nullable(),
  rating: z.number().nullable(),
  url: z.string().nullable(),
  sourceName: z.string(),
  sourceKind: z.string(),
  publishedAt: time.nullable(),
  /** What you said; null until then. */
  answer: z.string().nullable(),
  /** What had been read; null until you have said what you think, so that it does not lead you. */
  said: z
    .object({
      best: z.string(),
      /** Of `best`. */
      probability: probability.nullable(),
      unsure: z.boolean(),
    })
    .nullable(),
});

/** The texts of the day (UTC), at most ten. */
export const TenToJudge = z.object({ items: z.array(JudgingView) });

export const JudgingPosition = z.coerce.number().int().min(1).max(100);

const ANSWERS = [
  ...COMPLAINT_LABELS.filter((label) => label !== 'unsure'),
  ...SENTIMENT_LABELS.filter((label) => label !== 'unsure'),
  ...URGENCY_LEVELS,
] as const;

/** A class of the label that is asked for; null: you would rather not say. */
export const JudgingAnswer = z.strictObject({ answer: z.enum(ANSWERS).nullable() });
