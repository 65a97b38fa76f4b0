import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { loadReader } from '../classify/shipped-reader.js';
import { checkUp } from '../deeper/check-up.js';
import { deeperSettings } from '../deeper/deeper.js';
import { DEEPER_KEY } from '../pipeline/deeper-reader.js';
import { credential } from '../settings/load.js';
import { PACKAGE_ROOT } from '../settings/package-root.js';
import type { Settings } from '../settings/schema.js';
import { schemaDrift } from '../store/database.js';
import { SourcesStore } from '../store/sources.store.js';
import { type Print, toStdout } from './answers.js';
import type { CliContext, OpenContext, OpenDatabase } from './context.js';

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** What was seen; when not ok, what to do. */
  readonly detail: string;
}

const LEAST_FREE_BYTES = 500_000_000;

export function doctorCommand(open: OpenContext, print: Print = toStdout): Command {
  return new Command('doctor')
    .description('look at everything that Earshot stands on, and say what to mend')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot doctor')
    .action(async ({ json }: { json?: true }) => {
      const findings = await examine(open);
      if (json) print(JSON.stringify(findings));
      else
        for (const { ok, what, detail } of findings) print(`${ok ? '✓' : '✗'} ${what}: ${detail}`);
      if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
    });
}

/** Looks at one thing; a throw is a finding too. */
async function look(what: string, at: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, detail: await at() };
  } catch (error) {
    return { what, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function examine(open: OpenContext): Promise<Finding[]> {
  const findings: Finding[] = [];
  let context: CliContext | undefined;
  findings.push(await look('settings', async () => ((context = await open()), 'without fault')));
  findings.push(await look('web', webBuilt), await look('reader', readerLoads));
  if (!context) return findings;
  const { settings, openDatabase } = context;
  findings.push(
    await look('data folder', () => dataFolder(settings.dataDir)),
    await look('deeper model', () => deeperAnswers(settings)),
  );
  let opened: OpenDatabase | undefined;
  findings.push(
    await look('database', async () => {
      opened = await openDatabase();
      return versionOf(opened);
    }),
  );
  if (!opened) return findings;
  const { database, bus, close } = opened;
  findings.push(
    await look('tables', async () => {
      const missing = await schemaDrift(database);
      if (missing.length > 0) throw new Error(`differ from this version; ${missing[0]}`);
      return 'up to date';
    }),
    await look('queue', async () => {
      const queues = await (await bus()).overview();
      const dead = queues.reduce((sum, queue) => sum + queue.dead, 0);
      if (dead > 0) throw new Error(`${dead} dead letters; see Settings → Operation in the web`);
      return `in ${(await bus()).backend}, ${queues.map(({ name, waiting }) => `${waiting} waiting in ${name}`).join(', ')}`;
    }),
    await look('sources', () => sourcesAnswer(new SourcesStore(database))),
  );
  await close();
  return findings;
}

async function versionOf({ database }: OpenDatabase): Promise<string> {
  const [row] = await database.query<[{ version: string; number: number }]>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number`,
  );
  if (row.number < 140_000)
    throw new Error(`PostgreSQL ${row.version} is too old; 14 or later is needed`);
  return `PostgreSQL ${row.version}`;
}

async function dataFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK);
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const gigabytes = (free / 1e9).toFixed(1);
  if (free < LEAST_FREE_BYTES)
    throw new Error(`only ${gigabytes} GB are free at ${folder}; make room`);
  return `${folder}, ${gigabytes} GB free`;
}

function webBuilt(): Promise<string> {
  if (existsSync(join(PACKAGE_ROOT, 'dist', 'web', 'index.html'))) return Promise.resolve('built');
  return Promise.reject(new Error('not built; npm run build'));
}

function readerLoads(): Promise<string> {
  return Promise.resolve(loadReader().model);
}

async function deeperAnswers(settings: Settings): Promise<string> {
  const on = deeperSettings(settings);
  return on === null ? 'off' : checkUp(on, credential(DEEPER_KEY));
}

async function sourcesAnswer(sources: SourcesStore): Promise<string> {
  const { total, failing } = await sources.census();
  if (total === 0) return 'none yet; earshot source add URL';
  if (failing.length > 0)
    throw new Error(
      `${failing.length} of ${total} do not answer: ${failing.slice(0, 5).join(', ')}`,
    );
  return `${total}, all answer`;
}
