import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { readRows, type Row, type RowFault } from '../connectors/intake/import-file.js';
import type { Item } from '../domain/mention.js';
import { hear, sendOn } from '../pipeline/ingest.js';
import { MentionsStore } from '../store/mentions.store.js';
import { MonitorsStore } from '../store/monitors.store.js';
import { SourcesStore } from '../store/sources.store.js';
import type { CliContext, OpenContext, OpenDatabase } from './context.js';

interface Options {
  readonly name?: string;
  readonly monitor?: string;
  readonly format?: 'csv' | 'jsonl';
  readonly json?: true;
}

const PAGE = 1_000;

export function importCommand(open: OpenContext): Command {
  return new Command('import')
    .description('take in posts from a CSV or JSON Lines file; the same file twice changes nothing')
    .argument('<file>', 'path, or - for standard input')
    .option('--format <format>', 'csv or jsonl, when the name does not tell')
    .option('--name <name>', 'name of the source that the posts belong to', undefined)
    .option('--monitor <name>', 'all of them are about this monitor, whatever their words are')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Columns: external_id, url, author, published_at, text, title, rating, language; only text must be there.

Example:
  earshot import reviews.csv --name "Shop reviews" --monitor Acme`,
    )
    .action(async (file: string, options: Options) => {
      const context = await open();
      const opened = await context.openDatabase();
      try {
        const done = await importFile(context, opened, file, options);
        for (const { line, message } of done.faults.slice(0, 20))
          process.stderr.write(`line ${line}: ${message}\n`);
        const { faults, ...counts } = { ...done, faulty: done.faults.length };
        process.stdout.write(
          options.json
            ? `${JSON.stringify({ ...counts, faults })}\n`
            : `${Object.entries(counts)
                .map(([name, count]) => `${name}: ${count}`)
                .join('\n')}\n`,
        );
      } finally {
        await opened.close();
      }
    });
}

interface Imported {
  readonly posts: number;
  readonly matching: number;
  readonly created: number;
  readonly edited: number;
  readonly faults: readonly RowFault[];
}

async function importFile(
  { settings }: CliContext,
  opened: OpenDatabase,
  file: string,
  options: Options,
): Promise<Imported> {
  const { database } = opened;
  const monitors = await new MonitorsStore(database).all();
  const owner = monitors.find(({ name }) => name === options.monitor);
  if (options.monitor && !owner) throw new Error(`there is no monitor "${options.monitor}"`);
  const name = options.name ?? (file === '-' ? 'Import' : basename(file));
  const origin = await new SourcesStore(database).addImport(name, owner?.id ?? null, settings.poll);
  const mentions = new MentionsStore(database);
  const total = { posts: 0, matching: 0, created: 0, edited: 0, faults: [] as RowFault[] };
  const keep = async (items: readonly Item[]): Promise<void> => {
    const heard = hear(items, origin, monitors);
    const saved = await database.transaction((transaction) =>
      mentions.saveHeard(transaction, origin, heard, new Date()),
    );
    await sendOn(await opened.bus(), 'read', saved.fresh, settings.triage.pageSize);
    total.posts += items.length;
    total.matching += heard.length;
    total.created += saved.created;
    total.edited += saved.edited;
  };
  let page: Item[] = [];
  for await (const row of rowsOf(file, options)) {
    if ('fault' in row) total.faults.push(row.fault);
    else page.push(row.item);
    if (page.length < PAGE) continue;
    await keep(page);
    page = [];
  }
  await keep(page);
  return total;
}

/** The rows of the file, with a bar that shows how far it was read. */
async function* rowsOf(file: string, { format }: Options): AsyncGenerator<Row> {
  const bytes = file === '-' ? 0 : (await stat(file)).size;
  const input = file === '-' ? process.stdin : createReadStream(file);
  const bar = new SingleBar({
    format: 'importing {bar} {percentage} %',
    noTTYOutput: false,
    clearOnComplete: true,
  });
  if (bytes > 0 && process.stderr.isTTY) {
    bar.start(bytes, 0);
    input.on('data', (chunk: Buffer | string) => bar.increment(chunk.length));
  }
  try {
    yield* readRows(input, format ?? (/\.(jsonl|ndjson)$/i.test(file) ? 'jsonl' : 'csv'));
  } finally {
    bar.stop();
  }
}
