import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readModel, TASKS, type Task } from '../classify/linear/model-file.js';
import { Meanings } from '../classify/meaning.js';
import { packageRoot } from '../classify/package-root.js';
import { shippedHeads } from '../classify/shipped-reader.js';
import { compare } from '../classify/training/compare.js';
import { PARTS, type Part } from '../classify/training/dataset.js';
import { evaluate, type EvaluateOptions, type Way } from '../classify/training/evaluate.js';
import { ownTrainGoals, shippedGoals, type GoalResult } from '../classify/training/goal-table.js';
import { heldBack, type HeldResult } from '../classify/training/held.js';
import { leaveOut } from '../classify/training/leave-out.js';
import {
  comparisonText,
  evaluationText,
  GOAL_HEAD,
  goalText,
  heldText,
  leaveOutText,
} from './evaluate-text.js';
import { progressBar, type Progress } from './progress.js';
import { integer } from './train.js';

/** The project's own labels. */
const LABELS = join(packageRoot(), 'config', 'labels');

interface Options {
  model?: string;
  other?: string;
  data: string;
  field: string;
  part?: Part[];
  task?: Task;
  leaveOut?: string;
  shipped?: true;
  ownTrain?: true;
  only?: string[];
  wordsOnly?: true;
  allDeep?: true;
  seed: number;
  json?: true;
}

const EXAMPLES = `
Examples:
  earshot evaluate --model config/models/complaint.bin --data my-labels
  earshot evaluate --model old.bin --other new.bin --data my-labels
  earshot evaluate --task complaint --data my-labels --leave-out domain
  earshot evaluate --shipped --own-train --data folder-of-sets`;

/** `earshot evaluate`: how good a model is on labelled texts. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('measure a model on labelled texts; intervals are 95 %, by bootstrap over texts')
    .option('--model <file>', 'a model file')
    .option('--other <file>', 'a second one: both on the same texts, and what lies between them')
    .requiredOption(
      '--data <dir>',
      'a folder that holds test, dev or train.jsonl.gz; with --shipped or --own-train the folder of the folders',
    )
    .option('--field <name>', 'which field is the label', 'label')
    .option(
      '--part <parts>',
      'which parts, e.g. train,dev (default: test if there, else dev)',
      partList,
    )
    .addOption(
      new Option('--task <task>', 'with --leave-out: what the labels say').choices([...TASKS]),
    )
    .option(
      '--leave-out <field>',
      'train without each value of the field, measure on the texts with it',
    )
    .option('--shipped', 'the shipped models on the public sets that are there')
    .option('--own-train', 'models trained on the train part of each public set that is there')
    .option('--only <sets...>', 'with --shipped or --own-train: only these sets')
    .option('--words-only', 'the first stage answers for all texts')
    .addOption(
      new Option('--all-deep', 'the second stage answers for all texts').conflicts('wordsOnly'),
    )
    .option('--seed <number>', 'the same seed and data give the same figures', integer, 1)
    .option('--json', 'print the result as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options, command: Command) => {
      const work = workOf(options);
      if (work === null)
        command.error(
          'error: one of --model, --leave-out with --task, --shipped, --own-train is needed',
        );
      else await withProgress(options, work);
    });
}

/** Writes its findings as text while it works, and gives them back for JSON. */
type Work = (
  options: Options,
  meanings: Meanings | null,
  bar: Progress,
  write: (text: string) => void,
) => Promise<object>;

function workOf({ model, task, leaveOut: left, shipped, ownTrain }: Options): Work | null {
  if (shipped === true || ownTrain === true) return measureGoals;
  if (left !== undefined)
    return task === undefined
      ? null
      : (options, ...rest) => measureLeftOut(task, left, options, ...rest);
  return model === undefined ? null : (options, ...rest) => measureModel(model, options, ...rest);
}

async function withProgress(options: Options, work: Work): Promise<void> {
  const bar = progressBar('reading');
  const meanings = options.wordsOnly === true ? null : new Meanings();
  const write = (text: string): void => {
    if (options.json !== true) process.stdout.write(text);
  };
  try {
    const found = await work(options, meanings, bar, write);
    bar.stop();
    if (options.json === true) process.stdout.write(`${JSON.stringify(found)}\n`);
  } finally {
    bar.stop();
    await meanings?.close();
  }
}

const measureModel = async (
  file: string,
  options: Options,
  ...[meanings, bar, write]: Rest
): Promise<object> => {
  const model = readModel(file);
  const { task } = model.header;
  const how = settingsOf(options, bar);
  if (options.other === undefined) {
    const found = await evaluate(model, meanings, how);
    bar.stop();
    write(evaluationText(found));
    return { task, ...found };
  }
  const found = await compare([model, readModel(options.other)], meanings, how);
  bar.stop();
  write(comparisonText(found, [file, options.other]));
  return { task, ...found };
};

type Rest = Parameters<Work> extends [Options, ...infer More] ? More : never;

const measureLeftOut = async (
  task: Task,
  left: string,
  options: Options,
  ...[meanings, bar, write]: Rest
): Promise<object> => {
  const found = await leaveOut(
    {
      ...settingsOf(options, bar),
      task,
      leaveOut: left,
      onProgress: (done, value) => bar.update(done, `without ${value}`),
    },
    meanings,
  );
  bar.stop();
  write(leaveOutText(found, left));
  return { task, leaveOut: left, ...found };
};

const measureGoals: Work = async (options, meanings, bar, write) => {
  const { data: root, seed, only, shipped, ownTrain } = options;
  const how = {
    root,
    seed,
    way: wayOf(options),
    onProgress: (done: number, what: string): void => bar.update(done, what),
    ...(only === undefined ? {} : { only }),
  };
  const list = async (
    title: string,
    results: AsyncGenerator<GoalResult>,
  ): Promise<GoalResult[]> => {
    write(`${title}\n${GOAL_HEAD}\n`);
    const found: GoalResult[] = [];
    for await (const result of results) {
      found.push(result);
      write(`${goalText(result)}\n`);
    }
    return found;
  };
  const heads = shipped === true ? shippedHeads() : null;
  const held = async (): Promise<HeldResult[]> => {
    write('Shipped models, on this project’s held-back labels\n');
    const found: HeldResult[] = [];
    for await (const one of heldBack(LABELS, Object.values(heads ?? {}).flat(), meanings, how)) {
      found.push(one);
      write(`${heldText(one)}\n`);
    }
    return found;
  };
  return {
    ...(heads !== null && {
      shipped: await list(
        'Shipped models, never trained on these sets',
        shippedGoals((task) => heads[task]?.[0] ?? null, meanings, how),
      ),
      held: await held(),
    }),
    ...(ownTrain === true && {
      ownTrain: await list('Trained on the set’s own train part', ownTrainGoals(meanings, how)),
    }),
  };
};

function settingsOf(options: Options, bar: Progress): EvaluateOptions {
  const { data: dir, field, seed, part: parts } = options;
  return {
    dir,
    field,
    seed,
    way: wayOf(options),
    onProgress: (done) => bar.update(done),
    ...(parts === undefined ? {} : { parts }),
  };
}

function wayOf({ wordsOnly, allDeep }: Options): Way {
  if (wordsOnly === true) return 'words';
  return allDeep === true ? 'deep' : 'cascade';
}

function partList(text: string): Part[] {
  return text.split(',').map((name) => {
    const part = PARTS.find((known) => known === name.trim());
    if (part === undefined) throw new InvalidArgumentError(`parts are ${PARTS.join(', ')}`);
    return part;
  });
}
