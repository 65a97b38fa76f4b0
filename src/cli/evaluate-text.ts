import type { Comparison } from '../classify/training/compare.js';
import type { Evaluation } from '../classify/training/evaluate.js';
import type { GoalResult } from '../classify/training/goal-table.js';
import type { HeldResult } from '../classify/training/held.js';
import type { LeaveOutEvaluation } from '../classify/training/leave-out.js';
import type { Report } from '../classify/training/report.js';
import { HEADLINES } from '../classify/training/scorers.js';

const NAMES: Readonly<Record<(typeof HEADLINES)[number], string>> = {
  accuracy: 'accuracy',
  macroF1: 'macro-F1',
  macroRecall: 'macro-recall',
  microF1: 'micro-F1',
  auc: 'AUC',
  ece: 'ECE (10 bins)',
};

type Interval = readonly [number, number];

export function evaluationText(found: Evaluation): string {
  const { rows, parts, second } = found;
  return [
    `${rows} texts (${parts.join(', ')}), ${percent(second)} % of them read by the second stage`,
    ...reportLines(found),
    '',
  ].join('\n');
}

function reportLines(report: Report): string[] {
  const { intervals, decided, coverage, perClass } = report;
  return [
    ...HEADLINES.map(
      (name) => `${NAMES[name].padEnd(14)} ${figure(report[name], intervals[name])}`,
    ),
    ...(decided === null
      ? []
      : [
          `decided        ${percent(decided.covered)} % of the texts at limit ${decided.limit}, ${percent(decided.accuracy)} % of them right`,
        ]),
    ...coverage.map(
      ({ share, accuracy, interval }) =>
        `accuracy among the surest ${String(100 * share).padStart(3)} %: ${figure(accuracy, interval)}`,
    ),
    ...Object.entries(perClass).map(
      ([name, one]) =>
        `  ${name}: precision ${percent(one.precision)}, recall ${percent(one.recall)}, F1 ${figure(one.f1, one.intervals.f1)}, ` +
        `AUC ${percent(one.auc)}, recall at 90 % precision ${figure(one.recallAt90, one.intervals.recallAt90)}, ECE ${percent(one.ece)}, ${one.rows} rows`,
    ),
  ];
}

export function comparisonText(
  { first, second, differences, mcNemar }: Comparison,
  [file, other]: readonly [string, string],
): string {
  const lines = HEADLINES.map((name) => {
    const { value, low, high, p } = differences[name] ?? {
      value: NaN,
      low: NaN,
      high: NaN,
      p: NaN,
    };
    return (
      `${NAMES[name].padEnd(14)} ${percent(first[name])} → ${percent(second[name])}, ` +
      `difference ${figure(value, [low, high], 2)}, p ${p.toFixed(3)}`
    );
  });
  const { onlyFirst, onlySecond, p } = mcNemar;
  return [
    `${first.rows} texts (${first.parts.join(', ')}): ${file} → ${other}`,
    `second stage   ${percent(first.second)} % → ${percent(second.second)} % of the texts`,
    ...lines,
    `only one right ${onlyFirst} : ${onlySecond}, p ${p.toFixed(3)} (McNemar)`,
    '',
  ].join('\n');
}

export function leaveOutText(found: LeaveOutEvaluation, field: string): string {
  const { perValue, together, alone, spread, parts, second } = found;
  const line = (name: string, report: Report): string =>
    `${name.padEnd(20)} ${String(report.rows).padStart(6)} texts  macro-F1 ${figure(report.macroF1, report.intervals.macroF1)}  ` +
    `accuracy ${percent(report.accuracy)}  AUC ${percent(report.auc)}  ECE ${percent(report.ece)}`;
  return [
    `each ${field} left out of training (${parts.join(', ')}), ${percent(second)} % read by the second stage`,
    ...Object.entries(perValue).map(([name, report]) => line(name, report)),
    line('all together', together),
    ...(spread.length === 0
      ? []
      : [
          line(`without ${spread.join(', ')}`, alone),
          `(${spread.join(', ')}: of one class only, so spread over the others)`,
        ]),
    '',
  ].join('\n');
}

export function heldText(found: HeldResult): string {
  const { task, languages, rows, second, macroF1, accuracy, microF1, auc, ece, intervals } = found;
  return (
    `${`${task} (${languages.join(', ')})`.padEnd(36)} ${String(rows).padStart(5)} texts  macro-F1 ${figure(macroF1, intervals.macroF1)}  ` +
    `micro-F1 ${percent(microF1)}  accuracy ${percent(accuracy)}  AUC ${percent(auc)}  ECE ${percent(ece)}  second stage ${percent(second)} %`
  );
}

export const GOAL_HEAD = row(['set', 'figure', 'found', '95 %', 'npm', 'least', 'aim', '', 'on']);

export function goalText(result: GoalResult): string {
  const { set, field, leaveOut: left, figure: name, value, low, high } = result;
  const { known, least, aim, reached, rows, on } = result;
  return row([
    [set, field, left === undefined ? undefined : `(${left} left out)`].filter(Boolean).join(' '),
    name,
    percent(value),
    `${percent(low)} to ${percent(high)}`,
    known === undefined ? '' : known.toFixed(1),
    least.toFixed(1),
    aim.toFixed(1),
    { aim: 'aim reached', least: 'reached', no: 'NOT reached' }[reached],
    `${rows} texts, ${on}`,
  ]);
}

function row(cells: readonly string[]): string {
  const widths = [36, 16, 6, 14, 5, 6, 5, 12, 0];
  return cells
    .map((cell, at) => cell.padEnd(widths[at] ?? 0))
    .join(' ')
    .trimEnd();
}

function figure(value: number, [low, high]: Interval, digits = 1): string {
  return `${percent(value, digits)} (${percent(low, digits)} to ${percent(high, digits)})`;
}

function percent(share: number, digits = 1): string {
  return Number.isNaN(share) ? '-' : (100 * share).toFixed(digits);
}
