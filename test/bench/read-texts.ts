import { join } from 'node:path';
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { hasPart, readPart } from '../../src/classify/training/dataset.js';
import { readOwn } from '../../src/classify/training/own-labels.js';
import { PACKAGE_ROOT } from '../../src/settings/package-root.js';

/** A text, and what feeling its labels say. */
export interface Feeling {
  readonly text: string;
  readonly sentiment: string;
}

const LABELS = join(PACKAGE_ROOT, 'config', 'labels');
/** Tweets to airlines, labelled by others; beside the repository where they are at all. */
const AIRLINE = join(PACKAGE_ROOT, '..', 'shared', 'data', 'classification', 'airline');
const MOST = 3000;

/** About 3,000 labelled texts; of the project's own labels where there are none of others. */
export function sentimentsOf(): { readonly name: string; readonly texts: readonly Feeling[] } {
  if (hasPart(AIRLINE, 'train')) {
    const rows = readPart(AIRLINE, 'train').slice(0, MOST);
    const texts = rows.map(({ text, labels }) => ({ text, sentiment: labels[0] ?? '' }));
    return { name: 'airline', texts };
  }
  const texts = readOwn(LABELS, 'train').flatMap(({ text, sentiment }) =>
    sentiment === null ? [] : [{ text, sentiment }],
  );
  return { name: 'own labels', texts: texts.slice(0, MOST) };
}

/** The peer, taught the labels that our own reader was taught. */
export function trainedBayes(): BayesClassifier {
  const classifier = new BayesClassifier();
  for (const { text, complaint } of readOwn(LABELS, 'train'))
    if (complaint !== null) classifier.addDocument(text, complaint);
  classifier.train();
  return classifier;
}

/** Items a second, on the clock and of processor time: others may share the machine. */
export interface Rate {
  readonly rate: number;
  readonly perCpuSecond: number;
}

/**
 * The medians of several rounds, after one that is not counted.
 *
 * @param page items that are handed over at once
 * @param handle is told which page is the first of a round
 */
export async function ratePerSecond<Item>(
  items: readonly Item[],
  page: number,
  rounds: number,
  handle: (page: readonly Item[], isFirst: boolean) => Promise<void> | void,
): Promise<Rate> {
  const rates: number[] = [];
  const cpuRates: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const begun = performance.now();
    const before = process.cpuUsage();
    for (let from = 0; from < items.length; from += page)
      await handle(items.slice(from, from + page), from === 0);
    if (round === 0) continue;
    const { user, system } = process.cpuUsage(before);
    rates.push(items.length / ((performance.now() - begun) / 1000));
    cpuRates.push(items.length / ((user + system) / 1e6));
  }
  return { rate: median(rates), perCpuSecond: Math.round(median(cpuRates)) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
