import { Readable } from 'node:stream';
import { CsvError } from 'csv-parse';
import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Connector, Parsed, ParseRequest } from '../connector.js';
import { Unreadable } from '../errors.js';
import { decodeText } from '../text/decode.js';
import { readRows, type RowFault } from './import-file.js';
import { senderHost } from './sender.js';

const Params = z.strictObject({
  name: z.string().trim().min(1).max(200).default('Import').meta({
    title: 'Name',
    description: 'What the posts of these files are called together: "Shop reviews".',
  }),
});
type Params = z.output<typeof Params>;

/** Posts of CSV and JSON Lines files, which `earshot import` takes in. */
export const importConnector: Connector<Params> = {
  kind: 'import',
  genre: 'intake',
  name: 'Import',
  title: 'Posts of a CSV or JSON Lines file',
  terms: {
    access: 'open',
    note: 'The posts are your own or were given to you. Nothing is asked, so edits and deletions show only in the next file.',
    eraseWhenGone: false,
  },
  params: Params,
  locate: ({ name }) => ({
    locator: `import:${name}`,
    host: senderHost(name),
    name,
    url: null,
  }),
  parse,
};

async function parse({ body, contentType }: ParseRequest): Promise<Parsed> {
  const text = decodeText(body, contentType);
  if (text.trim() === '') throw new Unreadable('The file is empty.');
  const format = formatOf(text);
  const items: Item[] = [];
  const faults: RowFault[] = [];
  try {
    for await (const row of readRows(Readable.from([Buffer.from(text)]), format))
      if ('item' in row) items.push(row.item);
      else faults.push(row.fault);
  } catch (error) {
    // A quote that is never closed takes all lines after it.
    if (!(error instanceof CsvError)) throw error;
    faults.push({ line: Number(error['lines'] ?? 0), message: error.message });
  }
  const [fault] = faults;
  if (items.length === 0 && fault !== undefined)
    throw new Unreadable(
      `No row of the file can be used; line ${fault.line}, for example: ${fault.message}.`,
    );
  return { place: { title: null, link: null }, items };
}

/** @throws Unreadable when it is neither */
function formatOf(text: string): 'csv' | 'jsonl' {
  if (/^\s*\{/.test(text)) return 'jsonl';
  const [header = ''] = text.split(/\r?\n/, 1);
  const columns = header.split(/[,;\t]/).map((name) => name.replaceAll('"', '').trim());
  if (columns.some((name) => name.toLowerCase() === 'text')) return 'csv';
  throw new Unreadable('The file is no JSON Lines, and its first line names no column "text".');
}
