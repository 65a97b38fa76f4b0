import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  EFFORT_KINDS,
  LEAVING_STAGES,
  TOUCHPOINTS,
  URGENCY_LEVELS,
  URGENCY_REASONS,
} from '../../domain/reading.js';
import { DatasetError } from './dataset.js';

/** A text with the labels of this project (docs/labelling.md); null where it could not be decided. */
const RowSchema = z.object({
  id: z.string(),
  source: z.string(),
  text: z.string(),
  lang: z.string(),
  complaint: z.enum(['complaint', 'other']).nullable(),
  sentiment: z.enum(['negative', 'neutral', 'positive']).nullable(),
  touchpoint: z.enum(TOUCHPOINTS).nullable(),
  topics: z.array(z.string()),
  effort: z.array(z.enum(EFFORT_KINDS)),
  leaving: z
    .object({
      stage: z.enum(LEAVING_STAGES),
      direction: z.enum(['from-us', 'to-us']).nullable().default('from-us'),
    })
    .nullable(),
  urgency: z
    .object({ level: z.enum(URGENCY_LEVELS), reason: z.enum(URGENCY_REASONS).nullable() })
    .nullable(),
  /** Rows of one block tell much the same and belong on one side of every split. */
  block: z.string().optional(),
  brand: z
    .object({ names: z.array(z.string()), competitors: z.array(z.string()).default([]) })
    .optional(),
});
export type OwnRow = z.output<typeof RowSchema>;

/** Parts of `config/labels`: real texts to learn from, to calibrate on, and held back from both. */
export type OwnPart = 'train' | 'dev' | 'held';

/**
 * Reads one part of the project's own labels.
 *
 * @param dir folder of the labels, `config/labels`
 * @throws DatasetError if the part is missing or a row is not as it should be
 */
export function readOwn(dir: string, part: OwnPart): OwnRow[] {
  return rowsOf(join(dir, `${part}.jsonl`));
}

/**
 * Reads the examples that were written for this project, where real permissively licensed texts
 * are few; never used to measure anything.
 */
export function readWritten(dir: string): OwnRow[] {
  const folder = join(dir, 'written');
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return files
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => rowsOf(join(folder, name)));
}

const entries = z.array(z.union([z.string(), z.number()])).nullish();
const WordsSchema = z.object({
  positive: entries,
  negative: entries,
  complaint: entries,
  neutral: entries,
});

/** A word or short phrase and what it says by itself. */
export interface Words {
  /** ISO 639-1; null: in any language, emoji for example. */
  readonly language: string | null;
  readonly text: string;
  readonly says: 'positive' | 'negative' | 'complaint' | 'neutral';
}

/**
 * Reads the words that show a feeling or a complaint, collected for the project in languages of
 * which there are few texts: `words-<language>.yaml`.
 *
 * @throws DatasetError if a file is not as it should be
 */
export function readWords(dir: string): Words[] {
  const folder = join(dir, 'written');
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return files.flatMap((name) => {
    const found = /^words-(\w+)\.yaml$/.exec(name)?.[1];
    if (found === undefined) return [];
    const given = WordsSchema.safeParse(parse(readFileSync(join(folder, name), 'utf8')));
    if (!given.success) throw new DatasetError(`${name}: ${z.prettifyError(given.error)}`);
    const language = found === 'emoji' ? null : found;
    return (['positive', 'negative', 'complaint', 'neutral'] as const).flatMap((says) =>
      (given.data[says] ?? []).map((text) => ({ language, text: String(text), says })),
    );
  });
}

function rowsOf(file: string): OwnRow[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new DatasetError(`cannot read ${file}`, { cause: error });
  }
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const given = RowSchema.safeParse(parsed(line));
    if (given.success) return [given.data];
    throw new DatasetError(`${file}, line ${at + 1}: ${z.prettifyError(given.error)}`);
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
