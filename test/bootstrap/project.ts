import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

const BOOTSTRAP = join(import.meta.dirname, '../../bootstrap.mjs');

/** A build tool that notes each run, waits as long as a file `hold` is there, and fails if told to. */
const tool = (name: string, work: string) => `
import fs from 'node:fs';
fs.appendFileSync('runs.log', '${name}\\n');
while (fs.existsSync('hold')) await new Promise((resolve) => setTimeout(resolve, 20));
if (fs.existsSync('fail')) { console.error('${name} found a fault'); process.exit(2); }
${work}
`;

const PROGRAM = `
export async function run(argv) {
  if (argv[0] !== 'serve') return console.log(JSON.stringify(argv));
  process.on('SIGTERM', () => { console.log('drained'); process.exit(0); });
  process.on('SIGINT', () => { console.log('drained'); process.exit(0); });
  console.log(process.pid);
  setInterval(() => undefined, 60_000);
}
`;

const VITEST = `
import fs from 'node:fs';
const option = process.argv.find((word) => word.startsWith('--outputFile.json='));
const { report, code } = JSON.parse(fs.readFileSync('outcome.json', 'utf8'));
console.log(process.argv.slice(2).join(' '));
if (report) fs.writeFileSync(option.split('=')[1], JSON.stringify(report));
process.exit(code);
`;

/** Names of packages whose commands `check` runs, each with the name of its command. */
const CHECKERS = {
  prettier: 'prettier',
  oxlint: 'oxlint',
  typescript: 'tsc',
  'dependency-cruiser': 'dependency-cruiser',
  knip: 'knip',
};

/** Says how it was called; finds a fault if a file says so. */
const CHECKER = `
import fs from 'node:fs';
const called = process.argv.slice(2).join(' ');
fs.appendFileSync('checks.log', called + '\\n');
if (fs.existsSync('fault') && called.includes(fs.readFileSync('fault', 'utf8'))) {
  console.log('there is a fault');
  process.exit(1);
}
`;

const FILES: Readonly<Record<string, string>> = {
  'src/main.ts': PROGRAM,
  'src/web/vite.config.ts': '',
  'src/web/page.tsx': 'one',
  'migrations/index.ts': '',
  'tsconfig.json': '{}',
  'nest-cli.json': '{}',
  'tools/nest/package.json':
    '{ "name": "@nestjs/cli", "version": "1.0.0", "type": "module", "bin": { "nest": "tool.js" } }',
  'tools/nest/tool.js': tool(
    'server',
    `fs.mkdirSync('dist/src', { recursive: true }); fs.copyFileSync('src/main.ts', 'dist/src/main.js');`,
  ),
  'tools/vite/package.json':
    '{ "name": "vite", "version": "1.0.0", "type": "module", "bin": { "vite": "tool.js" } }',
  'tools/vite/tool.js': tool('web', `fs.mkdirSync('dist/web', { recursive: true });`),
  'tools/vitest/package.json':
    '{ "name": "vitest", "version": "1.0.0", "type": "module", "bin": "tool.js" }',
  'tools/vitest/tool.js': VITEST,
};

const { scripts } = JSON.parse(readFileSync(join(dirname(BOOTSTRAP), 'package.json'), 'utf8')) as {
  scripts: { start: string };
};

const MANIFEST = {
  name: 'earshot',
  version: '1.0.0',
  type: 'module',
  // Ours, but for the command: `sh -c` stays between npm and node unless it is told to `exec`.
  scripts: { start: scripts.start.replace(/ start$/, ' serve') },
  dependencies: {
    '@nestjs/cli': 'file:tools/nest',
    vite: 'file:tools/vite',
    vitest: 'file:tools/vitest',
    ...Object.fromEntries(Object.keys(CHECKERS).map((name) => [name, `file:tools/${name}`])),
  },
};

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

/** Small stand-in for a fresh clone: the real bootstrap.mjs and npm, tools that take no time. */
export class Project {
  readonly folder: string;

  constructor(from?: Project) {
    this.folder = mkdtempSync(join(tmpdir(), 'earshot-clone-'));
    folders.push(this.folder);
    if (from) cpSync(from.folder, this.folder, { recursive: true, verbatimSymlinks: true });
    else this.create();
  }

  private create(): void {
    for (const [name, command] of Object.entries(CHECKERS)) {
      const manifest = { name, version: '1.0.0', type: 'module', bin: { [command]: 'tool.js' } };
      this.write(`tools/${name}/package.json`, JSON.stringify(manifest));
      this.write(`tools/${name}/tool.js`, CHECKER);
    }
    for (const [path, content] of Object.entries(FILES)) this.write(path, content);
    this.write('package.json', JSON.stringify(MANIFEST));
    cpSync(BOOTSTRAP, this.path('bootstrap.mjs'));
    const lockOnly = ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund'];
    execFileSync('npm', lockOnly, { cwd: this.folder, stdio: 'ignore' });
  }

  path = (path: string): string => join(this.folder, path);
  has = (path: string): boolean => existsSync(this.path(path));
  read = (path: string): string => (this.has(path) ? readFileSync(this.path(path), 'utf8') : '');
  remove = (path: string): void => rmSync(this.path(path), { recursive: true });

  write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  /** Which builds ran so far, in order. */
  runs = (): string[] => this.read('runs.log').split('\n').filter(Boolean);

  start(...args: string[]): Launched {
    return launch(process.execPath, [this.path('bootstrap.mjs'), ...args], tmpdir());
  }

  npm(...args: string[]): Launched {
    return launch('npm', args, this.folder);
  }

  run = (...args: string[]): Promise<Outcome> => this.start(...args).ended;
}

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Launched {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly said: { out: string; err: string };
  readonly ended: Promise<Outcome>;
}

const launched: ChildProcess[] = [];
// A test that failed may have left one; what npm started ends with npm.
afterAll(() => launched.forEach((child) => child.kill('SIGKILL')));

export function launch(file: string, args: readonly string[], cwd: string): Launched {
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  launched.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += String(chunk)));
  child.stderr.on('data', (chunk) => (said.err += String(chunk)));
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({
    code: code ?? null,
    ...said,
  }));
  return { child, said, ended };
}
