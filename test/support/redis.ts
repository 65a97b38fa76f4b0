import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis for the tests: one that answers, else one started here, else null with the reason. */
export type TestRedis = { url: string; stop(): Promise<void> } | { url: null; why: string };

const NOTHING = (): Promise<void> => Promise.resolve();

export async function findRedis(): Promise<TestRedis> {
  const given = process.env['TEST_REDIS_URL'];
  if (given) return { url: given, stop: NOTHING };
  // Database 15, so that nobody's own keys are in the way.
  if (await answers(6379)) return { url: 'redis://127.0.0.1:6379/15', stop: NOTHING };
  const binary = serverBinary() ?? install();
  if (!binary)
    return {
      url: null,
      why: 'no Redis answers, none is installed, and none could be installed here',
    };
  return start(binary);
}

function serverBinary(): string | null {
  for (const name of ['redis-server', 'valkey-server'])
    if (spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0) return name;
  return null;
}

/** Where the tests run as root on Debian or Ubuntu, as in most containers. */
function install(): string | null {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return null;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env: environment, stdio: 'ignore', timeout: 180_000 } as const;
  process.stderr.write('Installing redis-server for the queue tests …\n');
  try {
    execFileSync('apt-get', ['update'], options);
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], options);
  } catch {
    return null;
  }
  return serverBinary();
}

async function start(binary: string): Promise<TestRedis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'earshot-redis-'));
  const server: ChildProcess = spawn(
    binary,
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  for (let tries = 0; tries < 100 && !(await answers(port)); tries++)
    await new Promise((resume) => setTimeout(resume, 50));
  const stop = async (): Promise<void> => {
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `redis://127.0.0.1:${port}/0`, stop };
}

/** Whether a Redis answers PING there. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    const done = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(500, () => done(false));
    socket.on('data', (data) => done(data.toString().startsWith('+PONG')));
    socket.on('error', () => done(false));
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
