import 'reflect-metadata';
import { inbox } from './inbox.js';
import { inboxScroll } from './inbox-scroll.js';
import { ingest } from './ingest.js';
import { poll } from './poll.js';
import { read } from './read.js';
import { relabel } from './relabel.js';

/** One line of the result, as the contract has it. */
export interface BenchResult {
  readonly bench: string;
  readonly own: number;
  readonly baseline: number;
  readonly ratio: number;
  readonly unit: string;
  readonly [detail: string]: unknown;
}

const BENCHES: Readonly<Record<string, (options: readonly string[]) => Promise<BenchResult[]>>> = {
  inbox,
  'inbox-scroll': inboxScroll,
  ingest,
  poll,
  read,
  relabel,
};

/** `npm run bench -- NAME … [OPTIONS]`; all of them without a name. */
export async function run(words: readonly string[]): Promise<void> {
  const first = words.findIndex((word) => word.startsWith('--'));
  const names = first < 0 ? words : words.slice(0, first);
  const options = words.slice(names.length);
  const unknown = names.find((name) => !(name in BENCHES));
  if (unknown !== undefined)
    throw new Error(`there is no bench "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}`);
  const results: BenchResult[] = [];
  for (const [name, bench] of Object.entries(BENCHES))
    if (names.length === 0 || names.includes(name)) results.push(...(await bench(options)));
  for (const result of results) process.stdout.write(`${JSON.stringify(result)}\n`);
}
