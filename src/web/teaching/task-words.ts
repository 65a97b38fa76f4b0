import type { TaskCard } from '../app/wire.js';
import { inWords, urgencyWords } from '../reading/words.js';

type Task = TaskCard['task'];

export const TASK_WORDS: Record<Task, string> = {
  complaint: 'Complaint',
  sentiment: 'Feeling',
  topic: 'Topics',
  leaving: 'Leaving',
  urgency: 'Harm if nobody acts',
};

const LABELS: Readonly<Record<string, string>> = { other: 'No complaint', none: 'No sign' };

/** A class of a task in the words of the product. */
export function labelName(task: Task, label: string): string {
  if (label === 'unsure') return 'Unsure';
  if (task === 'urgency') return urgencyWords(label);
  return LABELS[label] ?? inWords(label);
}

export function languageName(code: string): string {
  if (code === 'und') return 'Unknown';
  try {
    return new Intl.DisplayNames(undefined, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** "version 3", or what the task is read by otherwise. */
export function readBy({ serving }: TaskCard): string {
  if (serving === null) return 'nothing';
  return serving.version === null ? 'the shipped model' : `version ${serving.version}`;
}
