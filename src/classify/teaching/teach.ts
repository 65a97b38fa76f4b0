import { pair, type Compared } from '../../domain/gate.js';
import type { Lesson, TaughtTask, UnjudgedText } from '../../domain/teaching.js';
import { answersOf } from '../answer.js';
import { decodeModel, type Model, type ModelHeader } from '../linear/model-file.js';
import { best } from '../linear/score.js';
import type { Meanings } from '../meaning.js';
import type { KnownText } from './known.js';

/** Fits a model to lessons, no further away from the base than they carry. */
export type Refit = (
  base: Model,
  lessons: readonly Lesson[],
  onProgress: (done: number) => void,
) => Promise<Buffer>;

export interface Teaching {
  /** What is read here and nobody has judged: the model stays with what it says of them. */
  readonly unjudged: readonly UnjudgedText[];
  readonly task: TaughtTask;
  readonly learnt: readonly Lesson[];
  readonly heldBack: readonly Lesson[];
  /** The model that serves now; null: the shipped one. */
  readonly serving: Uint8Array | null;
}

/** A model that learnt, and how it did. */
export interface Taught extends Compared {
  readonly bytes: Uint8Array;
  readonly header: ModelHeader;
  /** Digest of the shipped model that it was fitted from. */
  readonly base: string;
}

export interface TeachingParts {
  readonly base: Model;
  readonly known: readonly KnownText[];
  readonly meanings: Meanings | null;
  readonly refit: Refit;
  /** Share of the work that is done (0..1). */
  readonly onProgress: (done: number) => void;
}

/** Share of the work that fitting is, about. */
const FIT_SHARE = 0.8;

/**
 * Teaches the shipped model with corrections and compares the result. Whether it serves is for
 * `domain/gate.ts` to say. The same lessons give the same model.
 */
export async function teach(teaching: Teaching, parts: TeachingParts): Promise<Taught> {
  const { task, serving } = teaching;
  const { base, known, meanings, onProgress } = parts;
  const before =
    serving === null ? base : decodeModel(Buffer.from(serving), `the serving model for ${task}`);
  const bytes = await parts.refit(base, teaching.learnt, (done) => onProgress(done * FIT_SHARE));
  const candidate = decodeModel(bytes, `the taught model for ${task}`);
  const heldBack = teaching.heldBack.map(({ labels, ...text }) => ({
    text: wholeOf(text),
    labels,
  }));
  const was = await rightOn(before, heldBack, meanings);
  const is = await rightOn(candidate, heldBack, meanings);
  const byLot = (_: boolean, at: number): boolean => teaching.heldBack[at]?.byLot === true;
  onProgress((1 + FIT_SHARE) / 2);
  const onKnown = pair(
    await rightOn(base, known, meanings),
    await rightOn(candidate, known, meanings),
  );
  onProgress(1);
  const { header } = candidate;
  const compared = {
    heldBack: pair(was, is),
    byLot: pair(was.filter(byLot), is.filter(byLot)),
    known: onKnown,
  };
  return { bytes, header, base: base.header.digest, ...compared };
}

/** As the reader puts a text together. */
export function wholeOf({ title, text }: Pick<Lesson, 'title' | 'text'>): string {
  return title === null || title === '' ? text : `${title}\n${text}`;
}

/** Of several classes the most likely one counts, when it is likely enough to be given. */
async function rightOn(
  model: Model,
  rows: readonly { readonly text: string; readonly labels: readonly string[] }[],
  meanings: Meanings | null,
): Promise<boolean[]> {
  const texts = rows.map(({ text }) => text);
  const answers = await answersOf(model, texts, model.second === null ? null : meanings);
  const { classes, link, limit } = model.header;
  return rows.map(({ labels }, at) => {
    const probabilities = answers[at] ?? [];
    const index = best(probabilities);
    const none = link === 'independent' && (probabilities[index] ?? 0) < limit;
    if (none) return labels.length === 0;
    return labels.includes(classes[index] ?? '');
  });
}
