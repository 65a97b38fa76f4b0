import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { z } from 'zod';
import type { Item } from '../../domain/mention.js';

export interface RowFault {
  /** Counted from 1; in CSV the line where the row ends. */
  readonly line: number;
  readonly message: string;
}

export type Row = { readonly item: Item } | { readonly fault: RowFault };

const absent = (value: unknown): unknown => (value === '' || value === undefined ? null : value);
const text = z.preprocess(absent, z.coerce.string().nullable());

const RowSchema = z.object({
  external_id: z.preprocess(
    absent,
    z
      .union([
        z.string(),
        z.int({ error: 'must be text: as a number it has lost its last digits' }),
        z.null(),
      ])
      .transform((id) => (id === null ? null : String(id))),
  ),
  url: z.preprocess(
    absent,
    z.url({ protocol: /^https?$/, error: 'must be a web address' }).nullable(),
  ),
  author: text,
  published_at: z.preprocess(absent, z.union([z.string(), z.number(), z.null()]).transform(asTime)),
  text: z.string({ error: 'must be there' }).trim().min(1, 'must not be empty'),
  title: text,
  rating: z.preprocess(absent, z.coerce.number({ error: 'must be a number' }).nullable()),
  language: z.preprocess(
    absent,
    z
      .string()
      .regex(/^[a-z]{2}$/i, 'must be two letters, "en" for example')
      .nullable(),
  ),
});

/** Days from Excel's day 0 (1899-12-30) to 1970-01-01; spreadsheets export dates as such numbers. */
const EXCEL_EPOCH_DAYS = 25_569;
const DAY_MS = 86_400_000;

function asTime(value: string | number | null, context: z.RefinementCtx): string | null {
  if (value === null) return null;
  const days = /^\d{5}(\.\d+)?$/.test(String(value)) ? Number(value) : null;
  const time =
    days === null ? instantOf(value) : new Date(Math.round((days - EXCEL_EPOCH_DAYS) * DAY_MS));
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  context.addIssue({ code: 'custom', message: 'is no date; 2026-11-22T09:30:00Z would be one' });
  return z.NEVER;
}

/** A zone at the end of a time: Z, EST, GMT, +01:00. */
const ZONE = /(?:\dz|[a-z]{3,}|:\d{2}(?:\.\d{1,9})?\s?[+-]\d{2}:?\d{2})\)?$/i;

/** A time without a zone is taken as UTC, so that the same file means the same everywhere. */
function instantOf(value: string | number): Date {
  // As milliseconds such a number would lie before 1973, so it counts seconds.
  if (typeof value === 'number') return new Date(value < 1e11 ? value * 1000 : value);
  if (/[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(value)) return new Date(`${value}Z`);
  const time = new Date(ZONE.test(value) ? value : `${value} UTC`);
  return Number.isNaN(time.getTime()) ? new Date(value) : time;
}

/**
 * Posts of a CSV file (`,` `;` or tab; with or without BOM) or of JSON Lines. A row that
 * cannot be used becomes a fault, and the rest goes on. Without `external_id` a digest of
 * author, time and text takes its place, so that the same file twice changes nothing.
 */
export async function* readRows(input: Readable, format: 'csv' | 'jsonl'): AsyncGenerator<Row> {
  for await (const { line, row } of format === 'csv' ? csvRows(input) : jsonRows(input))
    yield row instanceof Error ? { fault: { line, message: row.message } } : understood(line, row);
}

/**
 * One row as a post, its columns by name.
 *
 * @param line to name it by, when it cannot be used
 */
export function understood(line: number, row: unknown): Row {
  const checked = RowSchema.safeParse(row);
  if (!checked.success) {
    const message = checked.error.issues
      .map((issue) => `${issue.path.join('.')} ${issue.message}`.trim())
      .join('; ');
    return { fault: { line, message } };
  }
  const {
    external_id,
    url,
    author,
    published_at,
    title,
    rating,
    language,
    text: words,
  } = checked.data;
  const digest = createHash('sha1')
    .update(JSON.stringify([author, published_at, title, words]))
    .digest('base64url');
  return {
    item: {
      externalId: external_id ?? `sha1:${digest}`,
      url,
      title,
      text: words,
      author:
        author === null ? null : { name: author, handle: author.replace(/^@/, ''), url: null },
      publishedAt: published_at,
      updatedAt: null,
      rating,
      tags: [],
      parentId: null,
      language: language?.toLowerCase() ?? null,
    },
  };
}

interface Raw {
  readonly line: number;
  readonly row: unknown;
}

/** The delimiter that the header has most of; `,` when it has none. */
function delimiterOf(start: string): string {
  const [header = ''] = start.split(/\r?\n/, 1);
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((most, other) => (count(other) > count(most) ? other : most));
}

async function* csvRows(input: Readable): AsyncGenerator<Raw> {
  const chunks: AsyncIterator<Buffer> = input[Symbol.asyncIterator]();
  const { value: first, done } = await chunks.next();
  if (done) return;
  const whole = (async function* () {
    yield first;
    yield* { [Symbol.asyncIterator]: () => chunks };
  })();
  const parser = parse({
    bom: true,
    columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
    delimiter: delimiterOf(first.toString('utf8')),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 10_000_000,
  });
  // The parser ends with the error of its input, and so does the loop below.
  pipeline(Readable.from(whole), parser, () => undefined);
  for await (const { info, record } of parser as AsyncIterable<{
    info: { lines: number };
    record: unknown;
  }>)
    yield { line: info.lines, row: record };
}

async function* jsonRows(input: Readable): AsyncGenerator<Raw> {
  let line = 0;
  for await (const written of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    const text = line === 1 ? written.replace(/^\uFEFF/, '') : written;
    if (text.trim() === '') continue;
    yield { line, row: parsed(text) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return new Error('is not JSON');
  }
}
