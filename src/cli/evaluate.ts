import { Command, InvalidArgumentError } from 'commander';
import { readModel } from '../classify/linear/model-file.js';
import { PARTS, type Part } from '../classify/training/dataset.js';
import {
  evaluate,
  type Evaluation,
  type SeveralEvaluation,
} from '../classify/training/evaluate.js';
import { progressBar } from './progress.js';
import { integer } from './train.js';

interface EvaluateOptions {
  model: string;
  data: string;
  field: string;
  part?: Part[];
  seed: number;
  json?: true;
}

/** `earshot evaluate`: how good a model is on labelled texts. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('measure a model on labelled texts')
    .requiredOption('--model <file>', 'a model file')
    .requiredOption('--data <dir>', 'a folder that holds test, dev or train.jsonl.gz')
    .option('--field <name>', 'which field is the label', 'label')
    .option(
      '--part <parts>',
      'which parts, e.g. train,dev (default: test if there, else dev)',
      partList,
    )
    .option('--seed <number>', 'the same seed and data give the same intervals', integer, 1)
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  earshot evaluate --model config/models/complaint.bin --data my-labels',
    )
    .action(run);
}

function run({ model: file, data: dir, field, part, seed, json }: EvaluateOptions): void {
  const bar = progressBar('reading');
  try {
    const onProgress = (done: number): void => bar.update(done);
    const parts = part === undefined ? {} : { parts: part };
    const model = readModel(file);
    const found = evaluate(model, { dir, field, seed, onProgress, ...parts });
    bar.stop();
    process.stdout.write(
      json === true ? `${JSON.stringify({ task: model.header.task, ...found })}\n` : table(found),
    );
  } finally {
    bar.stop();
  }
}

function partList(text: string): Part[] {
  return text.split(',').map((name) => {
    const part = PARTS.find((known) => known === name.trim());
    if (part === undefined) throw new InvalidArgumentError(`parts are ${PARTS.join(', ')}`);
    return part;
  });
}

function table(found: Evaluation | SeveralEvaluation): string {
  const lines = [`${found.rows} texts (${found.parts.join(', ')})`];
  if ('accuracy' in found) {
    const { intervals, decided } = found;
    lines.push(
      `accuracy  ${percent(found.accuracy)}  (95 %: ${intervals.accuracy.map(percent).join(' to ')})`,
      `macro-F1  ${percent(found.macroF1)}  (95 %: ${intervals.macroF1.map(percent).join(' to ')})`,
      `recall    ${percent(found.macroRecall)}  mean of the classes`,
      `AUC       ${percent(found.auc)}`,
      `ECE       ${percent(found.ece)}`,
      `decided   ${percent(decided.covered)} of the texts at limit ${decided.limit}, ${percent(decided.accuracy)} of them right`,
    );
  } else {
    lines.push(`macro-F1  ${percent(found.macroF1)}`, `micro-F1  ${percent(found.microF1)}`);
  }
  for (const [name, one] of Object.entries(found.perClass)) {
    const { precision, recall, f1, rows } = one;
    lines.push(
      `  ${name}: precision ${percent(precision)}, recall ${percent(recall)}, F1 ${percent(f1)}, ${rows} rows`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
