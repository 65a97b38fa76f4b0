import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { TASKS, writeModel, type Task } from '../classify/linear/model-file.js';
import { packageRoot } from '../classify/package-root.js';
import { loadTaxonomy } from '../classify/shipped-reader.js';
import { indexSeeds } from '../classify/topics/seeds.js';
import {
  encodeStatistics,
  Meanings,
  statisticsFile,
  vectorStatistics,
} from '../classify/meaning.js';
import { readExamples, type Example } from '../classify/training/examples.js';
import { trainShipped } from '../classify/training/shipped.js';
import type { Trained } from '../classify/training/finish.js';
import { train } from '../classify/training/train.js';
import { progressBar } from './progress.js';

/** The project's own labels. */
const LABELS = join(packageRoot(), 'config', 'labels');
/** Everyday texts that say what is usual in a vector. */
const EVERYDAY = ['goemotions', 'vader_tweets', 'uci_sentences'];
const EVERYDAY_EACH = 1700;

interface TrainOptions {
  task?: Task;
  data: string;
  field: string;
  out: string;
  seed: number;
  shipped?: true;
  only?: string[];
  wordsOnly?: true;
  json?: true;
}

/** `earshot train`: a model from labelled texts. */
export function trainCommand(): Command {
  return new Command('train')
    .description('train a head on a folder that holds train.jsonl.gz and, better, dev.jsonl.gz')
    .addOption(new Option('--task <task>', 'what the labels say').choices([...TASKS]))
    .requiredOption('--data <dir>', 'the folder; with --shipped the folder of the folders')
    .option('--field <name>', 'which field is the label', 'label')
    .requiredOption('--out <file>', 'the model file; with --shipped a folder')
    .option('--seed <number>', 'the same seed and data give the same file', integer, 1)
    .option('--shipped', 'train the models that come with Earshot again')
    .option('--only <names...>', 'with --shipped: only these models')
    .option('--words-only', 'without the second stage, which looks at the meaning')
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  earshot train --task complaint --data my-labels --out complaint.bin',
    )
    .action(async (options: TrainOptions, command: Command) => {
      if (options.shipped === true) await trainAllShipped(options);
      else if (options.task === undefined) command.error('error: --task is needed (or --shipped)');
      else await trainOne({ ...options, task: options.task });
    });
}

async function trainOne(options: TrainOptions & { task: Task }): Promise<void> {
  const { task, data: dir, field, seed, out } = options;
  const bar = progressBar(`training ${task}`);
  const meanings = options.wordsOnly === true ? null : new Meanings();
  try {
    const onProgress = (done: number): void => bar.update(done);
    const trained = await train({ task, dir, field, seed, onProgress }, meanings);
    writeModel(out, trained.bytes);
    bar.stop();
    report(out, trained, options.json === true);
  } finally {
    bar.stop();
    await meanings?.close();
  }
}

async function trainAllShipped({ data, out, json, only }: TrainOptions): Promise<void> {
  const bar = progressBar('reading');
  const file = statisticsFile(out);
  const meanings = new Meanings({ file });
  try {
    const seeds = indexSeeds(loadTaxonomy());
    const examples = readExamples(data, LABELS);
    await writeStatistics(examples, meanings, file);
    const onProgress = (name: string, done: number): void => bar.update(done, `training ${name}`);
    const wanted = (name: string): boolean => only === undefined || only.includes(name);
    for await (const { name, trained } of trainShipped(
      examples,
      seeds,
      meanings,
      onProgress,
      wanted,
    )) {
      const model = join(out, `${name}.bin`);
      writeModel(model, trained.bytes);
      report(model, trained, json === true);
    }
  } finally {
    bar.stop();
    await meanings.close();
  }
}

/** Models that were trained before go by what is there, so it is made only once. */
async function writeStatistics(
  examples: readonly Example[],
  meanings: Meanings,
  file: string,
): Promise<void> {
  if (existsSync(file)) return;
  const texts = EVERYDAY.flatMap((set) =>
    examples
      .filter((example) => example.set === set)
      .slice(0, EVERYDAY_EACH)
      .map(({ text }) => text),
  );
  writeModel(file, encodeStatistics(vectorStatistics(await meanings.vectors(texts))));
}

function report(file: string, { bytes, header }: Trained, json: boolean): void {
  const { task, classes, training, metrics } = header;
  if (json) {
    const summary = { file, bytes: bytes.length, task, classes, training, metrics };
    process.stdout.write(`${JSON.stringify(summary)}\n`);
    return;
  }
  const figures = Object.entries(metrics).map(([name, value]) => `${name} ${value}`);
  process.stdout.write(
    `${file}: ${task}, ${classes.length} classes, ${training.rows} rows, ${bytes.length} bytes\n  ${figures.join(', ')}\n`,
  );
}

/** @throws InvalidArgumentError as commander wants it */
export function integer(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('a whole number is needed');
  return value;
}
