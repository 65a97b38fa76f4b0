import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { DatasetError } from './dataset.js';
import type { Mapped } from './mapping.js';

const texts = z.array(z.string().min(1));
const WrittenSchema = z.strictObject({
  version: z.string(),
  complaint: texts,
  'other-neutral': texts,
  'other-positive': texts,
  'other-negative': texts,
});

/**
 * Reads the examples that were written for this project, where no labelled set may be used.
 *
 * @throws DatasetError if the file is missing or not as it should be
 */
export function readWritten(file: string): { text: string; mapped: Mapped }[] {
  const given = WrittenSchema.safeParse(parse(readText(file)));
  if (!given.success) throw new DatasetError(`${file}: ${z.prettifyError(given.error)}`);
  const as = (
    list: readonly string[],
    complaint: Mapped['complaint'],
    sentiment: Mapped['sentiment'],
  ): { text: string; mapped: Mapped }[] =>
    list.map((text) => ({
      text,
      mapped: { complaint, sentiment, topics: null, topicsUnknown: [] },
    }));
  return [
    ...as(given.data.complaint, 'complaint', 'negative'),
    ...as(given.data['other-neutral'], 'other', 'neutral'),
    ...as(given.data['other-positive'], 'other', 'positive'),
    ...as(given.data['other-negative'], 'other', 'negative'),
  ];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new DatasetError(`cannot read ${file}`, { cause: error });
  }
}
