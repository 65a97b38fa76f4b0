#!/usr/bin/env node
/**
 * Runs the steps of the Dockerfile without a container engine: every stage gets a folder that
 * stands for its root, COPY obeys .dockerignore, RUN runs here. Then it starts what the image
 * would start and waits until the image's HEALTHCHECK is content.
 *
 * node test/bootstrap/dockerfile-steps.mjs
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const CONTEXT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const TEMP = fs.mkdtempSync(join(tmpdir(), 'earshot-image-'));
// Root's database runs as a user without rights, who must get through.
fs.chmodSync(TEMP, 0o711);
const READY_MS = 120_000;
const say = (line) => process.stdout.write(`${line}\n`);

/** What a container would not see: who runs this, and for what. */
const FOREIGN =
  /^(npm_(lifecycle|package|command)|NODE_|VITEST|TEST|EARSHOT_|DATABASE_URL|REDIS_URL)/;
const OUTER = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)),
);

/** @returns {{ name: string, rest: string }[]} instructions in order, continued lines joined */
function instructions(text) {
  const lines = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, '');
  return lines
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => /^(\S+)\s+(.*)$/.exec(line))
    .map(([, name, rest]) => ({ name: name.toUpperCase(), rest }));
}

/** Only what .dockerignore lets in; it names top-level entries after excluding all. */
function allowed(path) {
  const rules = fs.readFileSync(join(CONTEXT, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  if (rules[0] !== '*') throw new Error('.dockerignore no longer begins by excluding all');
  return rules.includes(`!${path.replace(/^\.\//, '').split('/')[0]}`);
}

function copy(stages, stage, rest) {
  const words = rest.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const [target, ...sources] = words.filter((word) => !word.startsWith('--')).reverse();
  for (const source of sources.reverse()) {
    if (!from && !allowed(source)) throw new Error(`.dockerignore keeps ${source} out of COPY`);
    const path = from ? join(stages.get(from).root, source) : join(CONTEXT, source);
    const place = target.startsWith('/') ? join(stage.root, target) : join(stage.cwd, target);
    const into = target.endsWith('/') ? join(place, basename(source)) : place;
    fs.cpSync(path, into, { recursive: true, verbatimSymlinks: true });
  }
}

function run(stage, command) {
  say(`${stage.name}: ${command}`);
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], {
    cwd: stage.cwd,
    env: { ...OUTER, ...stage.env },
    encoding: 'utf8',
  });
  if (status === 0) return;
  const said = `${stdout}${stderr}`.trim();
  if (!command.startsWith('npm ci') || !/ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT/.test(said))
    throw new Error(`${command} ended with ${status}\n${said}`);
  say(
    '  NOT RUN: no network, and not all packages in the cache; took node_modules of the checkout',
  );
  fs.cpSync(join(CONTEXT, 'node_modules'), join(stage.cwd, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
}

/** `NAME=value NAME=value` */
const assignments = (rest) =>
  Object.fromEntries(rest.split(/\s+/).map((word) => word.split(/=(.*)/, 2)));

function build(stages) {
  let stage;
  for (const { name, rest } of instructions(fs.readFileSync(join(CONTEXT, 'Dockerfile'), 'utf8'))) {
    if (name === 'FROM') {
      const [base, , as] = rest.split(/\s+/);
      if (stages.has(base)) throw new Error('a stage on top of a stage is not acted out here');
      stage = { name: as, root: join(TEMP, as), cwd: join(TEMP, as), env: {} };
      fs.mkdirSync(stage.root);
      stages.set(as, stage);
    } else if (name === 'WORKDIR') {
      stage.cwd = join(stage.root, rest);
      fs.mkdirSync(stage.cwd, { recursive: true });
    } else if (name === 'COPY') copy(stages, stage, rest);
    else if (name === 'RUN') run(stage, rest);
    else if (name === 'ENV') Object.assign(stage.env, assignments(rest));
    else stage[name] = rest;
  }
  return stage;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Starts the image's command, and asks its HEALTHCHECK until it is content. */
async function start(image) {
  const command = [...JSON.parse(image.ENTRYPOINT), ...JSON.parse(image.CMD)];
  const check = JSON.parse(/CMD\s+(\[.*\])$/.exec(image.HEALTHCHECK)[1]);
  const env = {
    ...OUTER,
    ...image.env,
    EARSHOT_HOST: '127.0.0.1',
    EARSHOT_PORT: String(await freePort()),
    EARSHOT_DATA_DIR: join(image.root, image.env.EARSHOT_DATA_DIR),
  };
  say(`${image.name}: ${command.join(' ')}`);
  fs.chmodSync(env.EARSHOT_DATA_DIR, 0o711);
  const child = spawn(command[0], command.slice(1), { cwd: image.cwd, env, stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const ended = once(child, 'exit');
  const until = Date.now() + READY_MS;
  while (spawnSync(check[0], check.slice(1), { cwd: image.cwd, env }).status !== 0) {
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`it did not become healthy:\n${said}`, { cause: child.kill('SIGKILL') });
    await delay(250);
  }
  say(`${image.name}: healthy`);
  child.kill(image.STOPSIGNAL);
  const [code, signal] = await ended;
  if (code !== 0)
    throw new Error(`it ended with ${code ?? signal} on ${image.STOPSIGNAL}:\n${said}`);
}

try {
  const image = build(new Map());
  if (image.USER === undefined || image.USER === 'root') throw new Error('the image runs as root');
  await start(image);
  say('The image builds, becomes healthy and stops.');
} catch (error) {
  say(error.message);
  process.exitCode = 1;
} finally {
  fs.rmSync(TEMP, { recursive: true, force: true, maxRetries: 20 });
}
