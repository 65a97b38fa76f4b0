import type { Model, Task } from '../linear/model-file.js';
import type { Meanings } from '../meaning.js';
import type { LabelledText } from './dataset.js';
import { evaluateRows, type Evaluation, type Way } from './evaluate.js';
import { readOwn, type OwnRow } from './own-labels.js';

/** How good a shipped head is on the labels of this project that nothing was taught or tuned on. */
export interface HeldResult extends Omit<Evaluation, 'parts'> {
  readonly task: Task;
  readonly languages: readonly string[];
}

export interface HeldOptions {
  readonly seed?: number;
  readonly way?: Way;
  readonly onProgress?: (done: number, what: string) => void;
}

/**
 * Measures every head on the held-back labels in its languages.
 *
 * @param labels folder of the project's labels
 * @param heads those without a text in their languages are left out
 */
export async function* heldBack(
  labels: string,
  heads: readonly Model[],
  meanings: Meanings | null,
  options: HeldOptions,
): AsyncGenerator<HeldResult> {
  const rows = readOwn(labels, 'held');
  for (const [at, model] of heads.entries()) {
    const { task, languages } = model.header;
    const known = rows.flatMap((row) => labelled(model, row));
    if (known.length === 0) continue;
    const onProgress = (done: number): void =>
      options.onProgress?.((at + done) / heads.length, task);
    const how = { ...options, dir: labels, onProgress };
    yield { task, languages, ...(await evaluateRows(model, meanings, known, how)) };
  }
}

/** Empty where the row says nothing of the task, or speaks another language. */
function labelled({ header }: Model, row: OwnRow): LabelledText[] {
  const { task, link, classes, languages } = header;
  const labels = labelsOf(task, row);
  if (labels === null || !languages.includes(row.lang)) return [];
  const several = link === 'independent';
  if (!several && !labels.every((label) => classes.includes(label))) return [];
  return [{ id: row.id, text: row.text, labels, several, language: row.lang, row }];
}

function labelsOf(task: Task, row: OwnRow): readonly string[] | null {
  const one = (label: string | null | undefined): string[] | null =>
    label === null || label === undefined ? null : [label];
  switch (task) {
    case 'complaint':
      // Against whom a text is turned shows only to those who know whose side they are on.
      return (row.brand?.competitors.length ?? 0) > 0 ? null : one(row.complaint);
    case 'sentiment':
      return one(row.sentiment);
    case 'touchpoint':
      return one(row.touchpoint);
    case 'topic':
      return row.topics;
    case 'effort':
      return row.effort;
    case 'leaving':
      return [row.leaving?.stage ?? 'none'];
    case 'urgency':
      return [row.urgency?.level ?? 'none'];
    case 'urgency-reason':
      return one(row.urgency?.reason);
  }
}
