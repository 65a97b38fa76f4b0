import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaughtTask } from '../../domain/teaching.js';
import { packageRoot } from '../package-root.js';

/** A text that was labelled with Earshot. */
export interface KnownText {
  readonly text: string;
  /** ISO 639-1. */
  readonly language: string;
  /** As a lesson has them. */
  readonly labels: readonly string[];
}

interface Row {
  readonly text: string;
  readonly lang: string;
  readonly complaint: string;
  readonly sentiment: string;
  readonly topics: readonly string[];
  readonly leaving: { readonly stage: string } | null;
  readonly urgency: { readonly level: string } | null;
}

/** The class of most texts is cut to so many times the others: the rare ones are what is forgotten. */
const MOST_OF_ONE = 3;

/**
 * Texts that a taught model must still be right on: labelled texts of the project that no shipped
 * model was fitted to.
 */
export const knownTexts = (task: TaughtTask): KnownText[] => labelled(task, 'dev.jsonl');

/** Texts that the shipped models were fitted to. */
export const taughtBefore = (task: TaughtTask): KnownText[] => labelled(task, 'train.jsonl');

/** Topics are asked of complaints only. */
function labelled(task: TaughtTask, file: string): KnownText[] {
  const rows = readFileSync(join(packageRoot(), 'config', 'labels', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
  const known = rows.flatMap((row) => {
    const labels = labelsOf(task, row);
    return labels === null ? [] : [{ text: row.text, language: row.lang, labels }];
  });
  return withoutExcess(known);
}

function labelsOf(task: TaughtTask, row: Row): readonly string[] | null {
  if (task === 'topic') return row.complaint === 'complaint' ? row.topics : null;
  if (task === 'leaving') return [row.leaving?.stage ?? 'none'];
  if (task === 'urgency') return [row.urgency?.level ?? 'none'];
  return [row[task]];
}

function withoutExcess(known: readonly KnownText[]): KnownText[] {
  const counts = new Map<string, number>();
  for (const { labels } of known) counts.set(labels.join(), (counts.get(labels.join()) ?? 0) + 1);
  const [[most, count] = ['', 0]] = [...counts].sort((a, b) => b[1] - a[1]);
  const allowed = MOST_OF_ONE * (known.length - count);
  let kept = 0;
  return known.filter(({ labels }) => labels.join() !== most || ++kept <= allowed);
}
