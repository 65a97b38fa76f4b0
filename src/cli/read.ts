import { Command } from 'commander';
import { z } from 'zod';
import type { Reader } from '../domain/reading.js';
import { loadReader } from '../classify/shipped-reader.js';
import { answerLines } from './json-lines.js';

const RowSchema = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  text: z.string(),
  title: z.string().nullish(),
  language: z.string().nullish(),
  rating: z.number().nullish(),
  brand: z
    .object({ names: z.array(z.string()), competitors: z.array(z.string()).default([]) })
    .nullish(),
});

/** A row of the input that does not say what is needed. */
class InvalidRow extends Error {
  readonly code = 'invalid-input';
}

/** `earshot read`: readings of texts, JSON Lines in and out. */
export function readCommand(): Command {
  return new Command('read')
    .description('read texts: JSON Lines {"id","text","title"?,"language"?} in, their readings out')
    .option('--model <file>', 'a model of `earshot train` that answers for its task')
    .option('--words-only', 'no second stage: by the words alone, faster and less exact')
    .addHelpText(
      'after',
      `\nExample:\n  echo '{"id":"1","text":"Third call, still no refund."}' | earshot read`,
    )
    .action(async ({ model, wordsOnly }: { model?: string; wordsOnly?: true }) => {
      const reader = loadReader({
        ...(model === undefined ? {} : { model }),
        deep: wordsOnly !== true,
        onFallback: (reason) => process.stderr.write(`${slower(reason)}\n`),
      });
      // A model that cannot be used ends the command, not each line of it.
      if (reader.model === '') return;
      await answerLines(process.stdin, process.stdout, (row) => readRow(reader, row));
    });
}

/** @throws InvalidRow if the row is no text to read */
export async function readRow(reader: Reader, row: Record<string, unknown>): Promise<object> {
  const given = RowSchema.safeParse(row);
  if (!given.success) {
    const faults = given.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new InvalidRow(faults.join('; '));
  }
  const { id = null, ...input } = given.data;
  const [read] = await reader.read([input]);
  return { id, ok: true, ...read?.reading };
}

/** Said once: the readings are the same. */
export function slower(reason: unknown): string {
  const why = reason instanceof Error ? reason.message.split('\n')[0] : String(reason);
  return `the second stage reads in WebAssembly, about ten times slower: onnxruntime-node cannot be used here (${why})`;
}
