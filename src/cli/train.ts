import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { TASKS, writeModel, type Task } from '../classify/linear/model-file.js';
import { packageRoot } from '../classify/package-root.js';
import { loadTaxonomy } from '../classify/reader.js';
import { indexSeeds } from '../classify/topics/seeds.js';
import { readExamples, SHIPPED_TASKS, trainShipped } from '../classify/training/shipped.js';
import { train, type Trained } from '../classify/training/train.js';
import { progressBar } from './progress.js';

/** The written examples lie beside the shipped models. */
const WRITTEN = join(packageRoot(), 'config', 'models', 'written.yaml');

interface TrainOptions {
  task?: Task;
  data: string;
  field: string;
  out: string;
  seed: number;
  shipped?: true;
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
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  earshot train --task complaint --data my-labels --out complaint.bin',
    )
    .action((options: TrainOptions, command: Command) => {
      if (options.shipped === true) trainAllShipped(options);
      else if (options.task === undefined) command.error('error: --task is needed (or --shipped)');
      else trainOne({ ...options, task: options.task });
    });
}

function trainOne(options: TrainOptions & { task: Task }): void {
  const { task, data: dir, field, seed, out } = options;
  const bar = progressBar(`training ${task}`);
  try {
    const trained = train({ task, dir, field, seed, onProgress: (done) => bar.update(done) });
    writeModel(out, trained.bytes);
    bar.stop();
    report(out, trained, options.json === true);
  } finally {
    bar.stop();
  }
}

function trainAllShipped({ data, out, json }: TrainOptions): void {
  const bar = progressBar('reading');
  try {
    const seeds = indexSeeds(loadTaxonomy());
    const onProgress = (task: (typeof SHIPPED_TASKS)[number], done: number): void =>
      bar.update(done, `training ${task}`);
    for (const { task, trained } of trainShipped(readExamples(data, WRITTEN), seeds, onProgress)) {
      const file = join(out, `${task}.bin`);
      writeModel(file, trained.bytes);
      report(file, trained, json === true);
    }
  } finally {
    bar.stop();
  }
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
