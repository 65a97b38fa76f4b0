import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { copyFile, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { vi } from 'vitest';

const run = promisify(execFile);
const PACKAGES = [
  'wordpress',
  'mariadb-server-core',
  'mariadb-client-core',
  'php-cli',
  'php-mysql',
];
const FIXTURES = resolve('test/fixtures/wordpress');

/**
 * Ends all processes it is told of and removes the directory as soon as its standard input ends: also
 * when the test is killed. In a session of its own, so that Ctrl-C does not reach it first.
 */
const GUARD =
  'while read -r pid; do all="$all $pid"; done; kill -9 $all 2>/dev/null; sleep 0.2; rm -rf "$1"';

/** A real WordPress, unpacked from Debian packages into a directory of its own: nothing is installed. */
export class WordPressServer {
  private constructor(
    private readonly directory: string,
    private readonly guard: ChildProcess,
    readonly url: string,
    private password: string,
  ) {}

  /** @returns why it cannot be had on this machine, in words, when the packages are out of reach */
  static async start(): Promise<WordPressServer | string> {
    const directory = await mkdtemp(join(tmpdir(), 'earshot-wp-'));
    const guard = spawn('sh', ['-c', GUARD, 'guard', directory], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    guard.unref();
    const url = `http://127.0.0.1:${await freePort()}`;
    const server = new WordPressServer(directory, guard, url, '');
    try {
      await server.unpack();
    } catch (error) {
      await server.stop();
      return `its Debian packages could not be fetched: ${lastLineOf(error)}`;
    }
    try {
      await server.open();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** One question to the site's own interface, as its administrator. */
  async write(method: 'POST' | 'DELETE', path: string, body: object = {}): Promise<{ id: number }> {
    const token = Buffer.from(`admin:${this.password}`).toString('base64');
    const answer = await fetch(`${this.url}/wp-json/wp/v2${path}`, {
      method,
      headers: { authorization: `Basic ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const told = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${told}`);
    return JSON.parse(told) as { id: number };
  }

  async stop(): Promise<void> {
    const ended = new Promise((resume) => this.guard.on('exit', resume));
    this.guard.stdin?.end();
    await ended;
  }

  private async unpack(): Promise<void> {
    const archives = join(this.directory, 'archives');
    await mkdir(join(archives, 'partial'), { recursive: true });
    const options = [
      'Dir::Cache::archives=' + archives,
      'Debug::NoLocking=1',
      'APT::Sandbox::User=root',
    ];
    await run(
      'apt-get',
      [
        ...['install', '--download-only', '--reinstall', '-y', '-q', '--no-install-recommends'],
        ...options.flatMap((option) => ['-o', option]),
        ...PACKAGES,
      ],
      { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 90_000 },
    );
    for (const name of await readdir(archives))
      if (name.endsWith('.deb')) await run('dpkg-deb', ['-x', join(archives, name), this.at()]);
  }

  private async open(): Promise<void> {
    const site = this.at('usr/share/wordpress');
    await copyFile(join(FIXTURES, 'wp-config.php'), join(site, 'wp-config.php'));
    await this.openDatabase();
    const php = [...(await this.php()), '-d', 'display_errors=0'];
    const [program = ''] = php;
    const told = await run(program, [...php.slice(1), join(FIXTURES, 'install.php'), site], {
      env: await this.environment(),
    });
    this.password = /password:(\S+)$/.exec(told.stdout)?.[1] ?? '';
    const router = join(FIXTURES, 'router.php');
    await this.start([...php, '-S', new URL(this.url).host, '-t', site, router], 'php.log');
    await vi.waitFor(async () => this.answers(), { timeout: 30_000, interval: 100 });
  }

  private async openDatabase(): Promise<void> {
    const data = join(this.directory, 'data');
    const common = ['--no-defaults', `--basedir=${this.at('usr')}`, `--datadir=${data}`];
    const user = process.getuid?.() === 0 ? ['--user=root'] : [];
    const env = await this.environment();
    await mkdir(data);
    await run(
      this.at('usr/bin/mariadb-install-db'),
      [...common, '--auth-root-authentication-method=normal', '--skip-test-db', ...user],
      { env },
    );
    const socket = `--socket=${this.socket}`;
    await this.start(
      [
        this.at('usr/sbin/mariadbd'),
        ...[...common, ...user, socket, '--skip-networking', '--skip-log-bin'],
        ...['--innodb-buffer-pool-size=64M', '--innodb-flush-log-at-trx-commit=0'],
        `--pid-file=${join(this.directory, 'mariadbd.pid')}`,
      ],
      'mariadbd.log',
    );
    const make = ['--no-defaults', socket, '-e', 'CREATE DATABASE wordpress'];
    await vi.waitFor(() => run(this.at('usr/bin/mariadb'), make, { env }), {
      timeout: 30_000,
      interval: 100,
    });
  }

  private async start(command: readonly string[], log: string): Promise<void> {
    const [program = '', ...args] = command;
    const path = join(this.directory, log);
    await writeFile(path, '');
    const child = spawn(
      'sh',
      ['-c', 'log="$1"; shift; exec "$@" >"$log" 2>&1', 'sh', path, program, ...args],
      {
        env: await this.environment(),
        stdio: 'ignore',
      },
    );
    this.guard.stdin?.write(`${child.pid}\n`);
    child.unref();
  }

  private async answers(): Promise<void> {
    const reply = await fetch(`${this.url}/wp-json/wp/v2/posts`);
    if (!reply.ok) {
      const log = await readFile(join(this.directory, 'php.log'), 'utf8');
      throw new Error(`WordPress answers ${reply.status}: ${await reply.text()} ${log}`);
    }
  }

  /** PHP with the extensions that were unpacked; with those of the machine where it has its own. */
  private async php(): Promise<string[]> {
    const unpacked = existsSync(this.at('usr/bin'))
      ? (await readdir(this.at('usr/bin'))).find((name) => /^php\d/.test(name))
      : undefined;
    if (unpacked === undefined) return ['php'];
    const names = await readdir(this.at('usr/lib/php'));
    const api = names.find((name) => /^\d{8}$/.test(name)) ?? '';
    const extensions = ['mysqlnd', 'mysqli', 'tokenizer', 'ctype', 'iconv', 'fileinfo', 'exif'];
    return [
      this.at('usr/bin', unpacked),
      ...['-n', '-d', `extension_dir=${this.at('usr/lib/php', api)}`],
      ...extensions.flatMap((name) => ['-d', `extension=${name}`]),
    ];
  }

  private async environment(): Promise<NodeJS.ProcessEnv> {
    const libraries = await Promise.all(
      ['usr/lib', 'lib'].map(async (folder) =>
        existsSync(this.at(folder))
          ? (await readdir(this.at(folder)))
              .filter((name) => name.endsWith('-linux-gnu'))
              .map((name) => this.at(folder, name))
          : [],
      ),
    );
    return {
      ...process.env,
      LD_LIBRARY_PATH: libraries.flat().join(':'),
      WORDPRESS_URL: this.url,
      WORDPRESS_SOCKET: this.socket,
    };
  }

  private at(...path: string[]): string {
    return join(this.directory, 'root', ...path);
  }

  private get socket(): string {
    return join(this.directory, 'sql.sock');
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resume) => probe.listen(0, '127.0.0.1', resume));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resume) => probe.close(resume));
  return port;
}

/** What a program said last, or why it could not be started. */
function lastLineOf(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr?.trim() || message).split('\n').at(-1) ?? '';
}
