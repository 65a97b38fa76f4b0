import type { Drawn } from './teaching.js';

/** Labels that a person is asked for one text at a time: each is answered by one key. */
export const ASKED = ['complaint', 'sentiment', 'urgency'] as const;
export type Asked = (typeof ASKED)[number];

/** So many classes has each of them. */
const CLASSES: Readonly<Record<Asked, number>> = { complaint: 2, sentiment: 3, urgency: 3 };

/** A mention that a person could be asked about. */
export interface Judgeable {
  readonly mentionId: string;
  readonly contentHash: string;
  readonly language: string | null;
  readonly sourceId: string;
  /** Probability of the most likely class of each label that was read (0..1). */
  readonly sureness: Readonly<Partial<Record<Asked, number>>>;
  /** Labels that a person has judged already. */
  readonly judged: readonly string[];
  /** Sentence vector, when it has one. */
  readonly vector: Int8Array | null;
}

export interface ToJudge {
  readonly mentionId: string;
  readonly asked: Asked;
  readonly drawn: Exclude<Drawn, 'inbox'>;
}

/** Texts of one day. */
export const PER_DAY = 10;
/** Of them, drawn by lot: only these say how often the reading is right. */
export const BY_LOT = 3;
/** Each text of the same source or language that was chosen before makes the next one less worth. */
const SAME_SOURCE = 0.04;
const SAME_LANGUAGE = 0.02;
/** Cosine above which two texts say much the same. */
const ALIKE = 0.85;

/** The texts of a day. */
export interface Day {
  /** At most `PER_DAY`, no text twice, mixed so that nobody can tell which is which. */
  readonly ask: readonly ToJudge[];
  /**
   * Drawn by lot, and judged already: these judgements belong to the sample. Leaving them out would
   * leave out the errors, as those are what people correct.
   */
  readonly known: readonly ToJudge[];
}

/**
 * Chooses the texts of a day: three by lot, then those whose label teaches most. A label teaches the
 * more, the less sure its reading is (least confidence, Lewis & Gale 1994); a text that says much
 * the same as one chosen before teaches nothing new.
 *
 * @param lot mentions in random order, drawn from all that were read lately, judged or not
 * @param open mentions that were read lately and that nobody has judged
 * @param random in 0 (inclusive) .. 1 (exclusive)
 */
export function chooseToJudge(
  lot: readonly Judgeable[],
  open: readonly Judgeable[],
  random: () => number,
): Day {
  const chosen: Judgeable[] = [];
  const ask: ToJudge[] = [];
  const known: ToJudge[] = [];
  for (const one of lot) {
    if (chosen.length === BY_LOT) break;
    const read = ASKED.filter((label) => one.sureness[label] !== undefined);
    const asked = read[Math.floor(random() * read.length)];
    if (asked === undefined || !isNew(one, chosen)) continue;
    chosen.push(one);
    const drawn = { mentionId: one.mentionId, asked, drawn: 'sample' } as const;
    (one.judged.includes(asked) ? known : ask).push(drawn);
  }
  while (ask.length < PER_DAY) {
    const next = mostTelling(open, chosen);
    if (next === null) break;
    chosen.push(next.one);
    ask.push({ mentionId: next.one.mentionId, asked: next.asked, drawn: 'unsure' });
  }
  return { ask: mixed(ask, random), known };
}

const isNew = (one: Judgeable, chosen: readonly Judgeable[]): boolean =>
  !chosen.some(({ contentHash }) => contentHash === one.contentHash);

function mostTelling(
  open: readonly Judgeable[],
  chosen: readonly Judgeable[],
): { one: Judgeable; asked: Asked } | null {
  let most: { one: Judgeable; asked: Asked; worth: number } | null = null;
  for (const one of open) {
    const [asked, doubt] = doubtOf(one);
    if (asked === null || !isNew(one, chosen) || isAlike(one, chosen)) continue;
    const ofSource = chosen.filter(({ sourceId }) => sourceId === one.sourceId).length;
    const ofLanguage = chosen.filter(({ language }) => language === one.language).length;
    const worth = doubt - SAME_SOURCE * ofSource - SAME_LANGUAGE * ofLanguage;
    if (most === null || worth > most.worth) most = { one, asked, worth };
  }
  return most;
}

/** The label that the reading is least sure of, and how much it doubts it: 0 not at all, 1 wholly. */
function doubtOf({ sureness }: Judgeable): [Asked | null, number] {
  let found: [Asked | null, number] = [null, -Infinity];
  for (const label of ASKED) {
    const sure = sureness[label];
    if (sure === undefined) continue;
    const doubt = ((1 - sure) * CLASSES[label]) / (CLASSES[label] - 1);
    if (doubt > found[1]) found = [label, doubt];
  }
  return found;
}

function isAlike({ vector }: Judgeable, chosen: readonly Judgeable[]): boolean {
  if (vector === null) return false;
  return chosen.some((other) => other.vector !== null && cosine(vector, other.vector) > ALIKE);
}

function cosine(a: Int8Array, b: Int8Array): number {
  let [dot, ofA, ofB] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0];
    dot += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return dot / Math.sqrt(ofA * ofB || 1);
}

/** Fisher-Yates. */
function mixed<T>(given: readonly T[], random: () => number): T[] {
  const all = [...given];
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [all[last], all[other]] = [all[other] as T, all[last] as T];
  }
  return all;
}
