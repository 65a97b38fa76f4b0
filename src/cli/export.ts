import { createWriteStream } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { stringify } from 'csv-stringify';
import { MentionQuery } from '../api/views.js';
import { ExportStore, type ExportedMention } from '../store/inbox/export.store.js';
import type { OpenContext } from './context.js';

interface Options {
  readonly format: 'csv' | 'jsonl';
  readonly json?: true;
  readonly out?: string;
  readonly [filter: string]: string | true | undefined;
}

const PAGE = 500;
const FILTERS = [
  'status',
  'complaint',
  'sentiment',
  'topic',
  'source',
  'monitor',
  'q',
  'from',
  'to',
];

const COLUMNS = [
  'id',
  'source',
  'sourceKind',
  'externalId',
  'url',
  'author',
  'title',
  'text',
  'rating',
  'language',
  'publishedAt',
  'fetchedAt',
  'monitors',
  'status',
  'complaint',
  'sentiment',
  'topics',
  'corrected',
  'priority',
  'taskId',
  'model',
] as const satisfies readonly (keyof ExportedMention)[];

export function exportCommand(open: OpenContext): Command {
  const command = new Command('export')
    .description('write mentions with their labels as CSV or JSON Lines, oldest first')
    .addOption(
      new Option('--format <format>', 'csv or jsonl').choices(['csv', 'jsonl']).default('csv'),
    )
    .option('--json', 'the same as --format jsonl')
    .option('--out <file>', 'where to; standard output, if not given');
  for (const filter of FILTERS)
    command.option(`--${filter} <value>`, `only these, as the API's "${filter}"`);
  return command
    .addHelpText(
      'after',
      '\nExample:\n  earshot export --complaint complaint --from 2026-01-01T00:00:00Z --out complaints.csv',
    )
    .action(async ({ format, json, out, ...filters }: Options) => {
      const filter = MentionQuery.safeParse(filters);
      if (!filter.success)
        throw new Error(
          filter.error.issues.map((it) => `--${it.path.join('.')}: ${it.message}`).join('; '),
        );
      const opened = await (await open()).openDatabase();
      try {
        const mentions = new ExportStore(opened.database);
        const total = process.stderr.isTTY ? await mentions.count(filter.data) : 0;
        const rows = withProgress(mentions.pages(filter.data, PAGE), total);
        await write(rows, json ? 'jsonl' : format, out);
      } finally {
        await opened.close();
      }
    });
}

async function* withProgress(
  pages: AsyncIterable<ExportedMention[]>,
  total: number,
): AsyncGenerator<ExportedMention> {
  const bar = new SingleBar({
    format: 'exporting {bar} {value} of {total}',
    clearOnComplete: true,
  });
  if (total > 0) bar.start(total, 0);
  try {
    for await (const page of pages) {
      yield* page;
      bar.increment(page.length);
    }
  } finally {
    bar.stop();
  }
}

async function write(
  rows: AsyncIterable<ExportedMention>,
  format: Options['format'],
  out: string | undefined,
): Promise<void> {
  const target: Writable = out === undefined ? process.stdout : createWriteStream(out);
  const end = { end: out !== undefined };
  try {
    if (format === 'jsonl') await pipeline(Readable.from(lines(rows)), target, end);
    else await pipeline(Readable.from(flattened(rows)), csv(), target, end);
  } catch (error) {
    // Whoever read the first lines and left has what they wanted: `earshot export | head`.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

async function* lines(rows: AsyncIterable<ExportedMention>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

async function* flattened(rows: AsyncIterable<ExportedMention>): AsyncGenerator<object> {
  for await (const { monitors, topics, ...row } of rows)
    yield { ...row, monitors: monitors.join(' | '), topics: topics.join(' | ') };
}

/** A post that begins with "=" must be a text to a spreadsheet too: such cells get a ' before them. */
const csv = () =>
  stringify({
    header: true,
    columns: [...COLUMNS],
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: String },
  });
