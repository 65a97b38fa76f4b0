#!/usr/bin/env node
/**
 * The way in: makes a fresh clone ready (packages, build) when that is needed, then becomes the
 * program itself in the same process, so that signals reach it. `test` and `check` are run from
 * here; every other command is the program's (`npm run -s earshot -- --help`).
 *
 * Standard output belongs to the command. What is said here goes to standard error.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(fileURLToPath(import.meta.url));
const LEAST_NODE = [20, 19];
const at = (...parts) => join(ROOT, ...parts);
const say = (line) => process.stderr.write(`${line}\n`);
const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

class SetUpError extends Error {}

// ---- running other programs ---------------------------------------------------------------

/** Programs that run for us now; they get the signals that we get. */
const children = new Set();
let interruptedBy = null;

function interrupt(signal) {
  interruptedBy = signal;
  for (const child of children) child.kill(signal);
}

function listen(on) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process[on](signal, interrupt);
}

/** Runs a JavaScript program with this Node: no shell, no `.cmd`. Resolves to its exit code and what it said. */
async function node(args, { stdio = 'pipe', onStart = () => undefined } = {}) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', stdio, stdio] });
  children.add(child);
  onStart(child.pid);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => (said += text));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? 1));
  });
  children.delete(child);
  if (interruptedBy) throw new SetUpError(`Stopped by ${interruptedBy}`);
  return { code, said };
}

/** File behind a command of an installed package. */
function command(packageName, name = basename(packageName)) {
  const folder = at('node_modules', packageName);
  const { bin } = JSON.parse(read(join(folder, 'package.json')) || '{}');
  const file = typeof bin === 'string' ? bin : bin?.[name];
  if (!file) throw new SetUpError(`The package ${packageName} is not installed; run npm ci.`);
  return join(folder, file);
}

/** npm's own program: the npm that runs us, or the one that came with this Node. */
function npmProgram() {
  const beside = dirname(process.execPath);
  const places = [
    process.env.npm_execpath ?? '',
    join(beside, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(beside, 'node_modules/npm/bin/npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ];
  const found = places.find((path) => basename(path) === 'npm-cli.js' && fs.existsSync(path));
  if (!found) throw new SetUpError('npm was not found beside Node. Run "npm ci" here, then again.');
  return found;
}

/** One line on standard error: what is done, then how long it took. */
async function step(title, work) {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const { isTTY } = process.stderr;
  process.stderr.write(`${title} … `);
  const tick = isTTY
    ? setInterval(() => process.stderr.write(`\r${title} … ${seconds()} `), 100)
    : null;
  try {
    await work();
    process.stderr.write(isTTY ? `\r${title} … ${seconds()} \n` : `${seconds()}\n`);
  } catch (error) {
    process.stderr.write(`failed after ${seconds()}\n`);
    throw error;
  } finally {
    clearInterval(tick);
  }
}

async function succeed(args, onStart) {
  const { code, said } = await node(args, { onStart });
  if (code !== 0) throw new SetUpError(said.trim() || `${args[0]} ended with ${code}`);
}

// ---- what is due ----------------------------------------------------------------------------

function* filesBelow(path, except) {
  if (path === except || !fs.existsSync(path)) return;
  if (!fs.statSync(path).isDirectory()) return yield path;
  for (const name of fs.readdirSync(path).sort()) yield* filesBelow(join(path, name), except);
}

/** By content: times of files change with every checkout and copy. */
function fingerprint(paths, except) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const path of paths)
    for (const file of filesBelow(at(path), except && at(except)))
      hash.update(`\0${relative(ROOT, file)}\0`).update(fs.readFileSync(file));
  return hash.digest('hex');
}

const INSTALLED = 'node_modules/.earshot-lock';

/** A stage is done when its stamp equals the fingerprint of what it was made from. */
const STAGES = [
  {
    title: 'Installing packages (npm ci)',
    stamp: INSTALLED,
    print: () => fingerprint(['package-lock.json']),
    made: () => fs.existsSync(at('node_modules')),
    // An npm ci or npm install by hand counts as well.
    adopt: installedByHand,
    // npm's own mark of a finished install, which a broken-off npm ci may not get to remove.
    before: () => fs.rmSync(at('node_modules/.package-lock.json'), { force: true }),
    args: () => [
      ...[npmProgram(), 'ci', '--include=dev', '--include=optional', '--ignore-scripts'],
      ...['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', ROOT],
    ],
  },
  {
    title: 'Building the server',
    stamp: 'dist/.server-stamp',
    print: () =>
      fingerprint(
        ['src', 'migrations', 'test/bench', 'tsconfig.json', 'nest-cli.json', INSTALLED],
        'src/web',
      ),
    made: () => fs.existsSync(at('dist/src/main.js')),
    // What a broken-off build believes it has written may not be there.
    before: () => fs.rmSync(at('dist/.tsbuildinfo'), { force: true }),
    args: () => [command('@nestjs/cli', 'nest'), 'build'],
  },
  {
    title: 'Building the web pages',
    stamp: 'dist/.web-stamp',
    print: () => fingerprint(['src/web', 'src/api/views.ts', INSTALLED]),
    made: () => fs.existsSync(at('dist/web')) || !fs.existsSync(at('src/web/vite.config.ts')),
    args: () => [command('vite'), 'build', '--config', 'src/web/vite.config.ts'],
  },
];

const isDone = ({ stamp, print, made }) => made() && read(at(stamp)) === print();

/** Whether npm finished an install here, and of just the packages that the lock file names. */
function installedByHand() {
  const packagesOf = (file) => Object.entries(JSON.parse(read(at(file)) || '{}').packages ?? {});
  const installed = new Map(packagesOf('node_modules/.package-lock.json'));
  if (installed.size === 0) return false;
  return packagesOf('package-lock.json').every(([path, { version, link, optional, peer }]) => {
    const there = installed.get(path);
    if (path === '' || link) return true;
    return there ? there.version === version : Boolean(optional || peer);
  });
}

async function complete(stage, onStart) {
  if (isDone(stage)) return;
  const print = stage.print();
  if (!(stage.made() && stage.adopt?.())) {
    fs.rmSync(at(stage.stamp), { force: true });
    stage.before?.();
    await step(stage.title, () => succeed(stage.args(), onStart));
  }
  if (stage.made()) fs.writeFileSync(at(stage.stamp), print);
}

/** Nothing to make in a packaged program: an image, an npm package. */
const isPackaged = () => !fs.existsSync(at('src'));

async function setUp() {
  if (isPackaged() || STAGES.every(isDone)) return;
  listen('on');
  try {
    await withLock(async (onStart) => {
      for (const stage of STAGES) await complete(stage, onStart);
    });
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    throw new SetUpError(`Earshot is not set up yet, and may not write here: ${error.message}`);
  }
  listen('off');
}

// ---- one set-up at a time ---------------------------------------------------------------------

const LOCK = at('dist/.set-up-lock');
const HEARTBEAT_MS = 1_000;
const SILENT_MS = 60_000;
const ABANDONED_MS = 600_000;

async function withLock(work) {
  fs.mkdirSync(dirname(LOCK), { recursive: true });
  let told = false;
  while (!takeLock()) {
    const holder = read(LOCK);
    if (!isHeld(holder)) breakLock(holder);
    else if (!told) {
      told = true;
      say('Waiting for another Earshot that is being set up here …');
    }
    if (interruptedBy) throw new SetUpError(`Stopped by ${interruptedBy}`);
    await delay(100);
  }
  const beat = setInterval(() => {
    if (fs.existsSync(LOCK)) fs.utimesSync(LOCK, new Date(), new Date());
  }, HEARTBEAT_MS);
  try {
    await work((child) => fs.writeFileSync(LOCK, `${process.pid} ${child}`));
  } finally {
    clearInterval(beat);
    fs.rmSync(LOCK, { force: true });
  }
}

function takeLock() {
  try {
    fs.writeFileSync(LOCK, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The holder, or the npm that it started and that outlived it; not who later got their numbers. */
function isHeld(holder) {
  const { mtimeMs } = fs.statSync(LOCK, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
  const age = Date.now() - mtimeMs;
  const [own, child] = holder.split(' ').map(Number);
  if (!own) return age < HEARTBEAT_MS * 5;
  return (age < SILENT_MS && isAlive(own)) || (age < ABANDONED_MS && child > 0 && isAlive(child));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Moved away before it is removed: another may have broken it and taken it since we looked. */
function breakLock(holder) {
  const moved = `${LOCK}.${process.pid}`;
  try {
    fs.renameSync(LOCK, moved);
    if (read(moved) !== holder) fs.linkSync(moved, LOCK);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(error.code)) throw error;
  }
  fs.rmSync(moved, { force: true });
}

// ---- npm test, npm run check ------------------------------------------------------------------

async function test(args) {
  const folder = fs.mkdtempSync(join(tmpdir(), 'earshot-test-'));
  const file = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await node([command('vitest'), 'run', ...reporters, ...args], {
    stdio: 'inherit',
  });
  const report = JSON.parse(read(file) || '{}');
  fs.rmSync(folder, { recursive: true, force: true });
  const { numPassedTests: passed = 0, numPendingTests: skipped = 0 } = report;
  // A file that could not even be loaded has no tests to fail.
  const unloaded = (report.testResults ?? []).filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = (report.numFailedTests ?? 0) + unloaded.length;
  if (passed + failed === 0) say('No test ran.');
  else if (code !== 0 && failed === 0) say('All tests passed, and yet the run failed: see above.');
  process.stdout.write(
    `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`,
  );
  return code === 0 && failed === 0 && passed > 0 ? 0 : 1;
}

const types = (project, name) => [
  ...[command('typescript', 'tsc'), '-p', project, '--noEmit', '--incremental'],
  ...['--tsBuildInfoFile', `dist/.check-${name}.tsbuildinfo`],
];

/** @type {[string, () => string[]][]} */
const CHECKS = [
  ['format', () => [command('prettier'), '--check', '.']],
  ['lint', () => [command('oxlint'), '--type-aware', '--deny-warnings']],
  ['types of src', () => types('tsconfig.json', 'src')],
  ['types of web', () => types('src/web/tsconfig.json', 'web')],
  ['types of test', () => types('test/tsconfig.json', 'test')],
  [
    'architecture',
    () => [command('dependency-cruiser'), '--config', 'test/dag.cjs', 'src', 'migrations'],
  ],
  ['dead code', () => [command('knip')]],
  ['migrations match entities', () => [at('bootstrap.mjs'), 'schema', 'check']],
];

/** All of them, whatever fails: one run shows everything that there is to mend. */
async function check() {
  let failures = 0;
  for (const [name, args] of CHECKS) {
    const began = performance.now();
    const { code, said } = await node(args());
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    if (code !== 0) process.stdout.write(`${said.trimEnd()}\n`);
    process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
    failures += code === 0 ? 0 : 1;
  }
  return failures === 0 ? 0 : 1;
}

// ---- the way in -----------------------------------------------------------------------------

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  throw new SetUpError(
    `Earshot needs Node ${LEAST_NODE.join('.')} or later; this is ${process.versions.node} (${process.execPath}).`,
  );
}

/** npm cannot tell us when it is killed outright; we would stay behind and hold the data and the port. */
function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

async function main([name, ...rest]) {
  requireNode();
  endWithParent();
  await setUp();
  const own = { test: () => test(rest), check }[name];
  if (own) {
    listen('on');
    process.exitCode = await own();
    return;
  }
  if (name === 'bench') {
    const { run } = await import(pathToFileURL(at('dist/test/bench/main.js')).href);
    await run(rest);
    process.exit();
  }
  const { run } = await import(pathToFileURL(at('dist/src/main.js')).href);
  await run([name, ...rest].filter((word) => word !== undefined));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(error.message);
  process.exitCode = interruptedBy ? 130 : 1;
}
