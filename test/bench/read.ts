import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ReadInput } from '../../src/domain/reading.js';
import type { Model } from '../../src/classify/linear/model-file.js';
import { Meanings } from '../../src/classify/meaning.js';
import { LinearReader, type Heads } from '../../src/classify/reader.js';
import { loadTaxonomy, shippedHeads } from '../../src/classify/shipped-reader.js';
import type { BenchResult } from './main.js';
import { encoderBench } from './read-encoder.js';
import { noLoss, type Said } from './read-loss.js';
import {
  ratePerSecond,
  sentimentsOf,
  trainedBayes,
  type Feeling,
  type Rate,
} from './read-texts.js';

/** What the pipeline reads at once. */
const PAGE = 100;
const ROUNDS = 3;

/**
 * Texts a second on one thread, in this order: the first stage alone, both stages, the encoder
 * alone, each beside its peers in the same run; then the memory of a process that only reads.
 */
export async function read(): Promise<BenchResult[]> {
  const { name, texts } = sentimentsOf();
  process.stderr.write(`read: ${texts.length} texts (${name}); natural's BayesClassifier …\n`);
  const bayes = trainedBayes();
  const baseline = await ratePerSecond(texts.slice(0, 500), 50, ROUNDS, (page) => {
    for (const { text } of page) bayes.classify(text);
  });
  process.stderr.write('read: the first stage …\n');
  const heads = shippedHeads();
  const words = await readAll(heads, null, texts);
  const common = { unit: 'texts/s', texts: texts.length, set: name };
  const results = [line('linear', words, baseline, { ...common, baselineIs: BAYES })];
  results.push(await cascade(heads, words, texts, baseline, common));
  process.stderr.write('read: the encoder …\n');
  results.push(await encoderBench(texts.map(({ text }) => text)));
  results.push(await memory());
  return results;
}

const BAYES = "natural's BayesClassifier, taught this project's complaint labels";

interface ReadAll extends Said, Rate {
  /** Share of the texts that the second stage read. */
  readonly second: number;
}

async function cascade(
  heads: Heads,
  words: ReadAll,
  texts: readonly Feeling[],
  baseline: Rate,
  common: { unit: string },
): Promise<BenchResult> {
  const meanings = new Meanings({ precision: 'int8' });
  process.stderr.write('read: both stages …\n');
  const both = await readAll(heads, meanings, texts);
  process.stderr.write('read: the second stage for all …\n');
  const deep = await readAll(allOpen(heads), meanings, texts);
  await meanings.close();
  return line('cascade', both, baseline, {
    ...common,
    baselineIs: BAYES,
    allDeep: Math.round(deep.rate),
    allDeepPerCpuSecond: deep.perCpuSecond,
    second: Math.round(both.second * 1000) / 1000,
    sentiment: noLoss(texts, { words, cascade: both, deep }),
  });
}

/** Whole readings, evidence and all. */
async function readAll(
  heads: Heads,
  meanings: Meanings | null,
  texts: readonly Feeling[],
): Promise<ReadAll> {
  const reader = new LinearReader({ heads, taxonomy: loadTaxonomy(), meanings });
  const inputs: ReadInput[] = texts.map(({ text }) => ({ text }));
  let second = 0;
  let said: (string | null)[] = [];
  const rate = await ratePerSecond(inputs, PAGE, ROUNDS, async (page, isFirst) => {
    if (isFirst) [second, said] = [0, []];
    for (const { reading, vector } of await reader.read(page)) {
      if (vector !== null) second++;
      said.push(reading.sentiment?.best ?? null);
    }
  });
  return { ...rate, said, second: second / texts.length };
}

/** The same heads, leaving every text to their second stage. */
function allOpen(heads: Heads): Heads {
  const opened = (model: Model): Model => ({ ...model, header: { ...model.header, open: 2 } });
  return Object.fromEntries(
    Object.entries(heads).map(([task, models]) => [task, models.map(opened)]),
  );
}

/** A process of its own for each, so that neither has what the other loaded. */
async function memory(): Promise<BenchResult> {
  process.stderr.write('read: memory of a process that only reads …\n');
  const megabytes = async (what: 'reader' | 'bayes'): Promise<number> => {
    const child = fork(fileURLToPath(new URL('./read-process.js', import.meta.url)), [what]);
    return new Promise((resolve, reject) => {
      child.once('message', (bytes) => resolve(Number(bytes) / 1e6));
      child.once('exit', () => reject(new Error(`the process that reads by ${what} failed`)));
    });
  };
  const [own, baseline] = [await megabytes('reader'), await megabytes('bayes')];
  return {
    bench: 'read',
    part: 'memory',
    own: Math.round(own),
    baseline: Math.round(baseline),
    ratio: Math.round((100 * own) / baseline) / 100,
    unit: 'MB resident at most',
    baselineIs: BAYES,
  };
}

function line(
  part: string,
  own: Rate,
  baseline: Rate,
  details: { unit: string; [detail: string]: unknown },
): BenchResult {
  return {
    bench: 'read',
    part,
    own: Math.round(own.rate),
    baseline: Math.round(baseline.rate),
    ratio: Math.round((100 * own.rate) / baseline.rate) / 100,
    ...details,
    perCpuSecond: own.perCpuSecond,
    baselinePerCpuSecond: baseline.perCpuSecond,
  };
}
