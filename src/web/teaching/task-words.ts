import type { TaskCard } from '../app/wire.js';
import { locale, say } from '../language/say.js';
import { inWords, urgencyWords } from '../reading/words.js';

type Task = TaskCard['task'];

export const TASK_WORDS: Record<Task, string> = {
  complaint: say('Complaint'),
  sentiment: say('Feeling'),
  topic: say('Topics'),
  leaving: say('Leaving'),
  urgency: say('Harm if nobody acts'),
};

const LABELS: Readonly<Record<string, string>> = {
  other: say('No complaint'),
  none: say('No sign'),
};

/** A class of a task in the words of the product. */
export function labelName(task: Task, label: string): string {
  if (label === 'unsure') return say('Unsure');
  if (task === 'urgency') return urgencyWords(label);
  return LABELS[label] ?? inWords(label);
}

export function languageName(code: string): string {
  if (code === 'und') return say('Unknown');
  try {
    return new Intl.DisplayNames(locale(), { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** "version 3", or what the task is read by otherwise. */
export function readBy({ serving }: TaskCard): string {
  if (serving === null) return say('nothing');
  return serving.version === null
    ? say('the shipped model')
    : say('version {version}', { version: serving.version });
}
