import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const PARTS = ['train', 'dev', 'test'] as const;
export type Part = (typeof PARTS)[number];

/** One labelled text. `labels` has one entry, or any number where the set allows several. */
export interface LabelledText {
  readonly id: string;
  readonly text: string;
  readonly labels: readonly string[];
  /** The label was a list: any number of classes may hold. */
  readonly several: boolean;
  readonly language: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** A data set cannot be used; the message names the file, the line and what would be right. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

/** Whether the folder has that part, as `<part>.jsonl.gz` or `<part>.jsonl`. */
export function hasPart(dir: string, part: Part): boolean {
  return fileOf(dir, part) !== null;
}

/**
 * Reads one part of a set: JSON Lines, gzip or plain, each with `text` and a label.
 *
 * @param field name of the label; a string, number, boolean or a list of them
 * @returns the rows in order, without those whose label is null or absent
 * @throws DatasetError if the part is missing or a row is not as it should be
 */
export function readPart(dir: string, part: Part, field = 'label'): LabelledText[] {
  const file = fileOf(dir, part);
  if (file === null) {
    throw new DatasetError(`there is no ${part}.jsonl.gz in ${dir}`);
  }
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const rows: LabelledText[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const row = parseRow(line, field, `${file}, line ${index + 1}`);
    if (row !== null) rows.push(row);
  }
  return rows;
}

function fileOf(dir: string, part: Part): string | null {
  const found = [`${part}.jsonl.gz`, `${part}.jsonl`].map((name) => join(dir, name));
  return found.find((file) => existsSync(file)) ?? null;
}

function parseRow(line: string, field: string, where: string): LabelledText | null {
  const row = parseObject(line, where);
  const text = row['text'];
  if (typeof text !== 'string') throw new DatasetError(`${where}: "text" has to be a string`);
  const label = row[field];
  if (label === null || label === undefined) return null;
  const several = Array.isArray(label);
  const labels = (several ? label : [label]).map((entry: unknown) => labelOf(entry, field, where));
  const language = typeof row['lang'] === 'string' ? row['lang'] : 'en';
  const id = row['id'];
  return {
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : where,
    text,
    labels,
    several,
    language,
    row,
  };
}

function parseObject(line: string, where: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch {
    // said below, with the place
  }
  throw new DatasetError(`${where}: a line has to be one JSON object`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function labelOf(value: unknown, field: string, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new DatasetError(`${where}: "${field}" has to be a string or number, or a list of them`);
}
