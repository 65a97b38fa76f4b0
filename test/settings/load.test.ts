import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadSettings, DEFAULTS_FILE, SettingsError } from '../../src/settings/load.js';
import { PACKAGE_ROOT } from '../../src/settings/package-root.js';
import { ENVIRONMENT, SettingsSchema } from '../../src/settings/schema.js';

const folder = mkdtempSync(join(tmpdir(), 'earshot-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(content: string): string {
  const path = join(folder, `${++files}.yaml`);
  writeFileSync(path, content);
  return path;
}

function faults(environment: Record<string, string>): { path: string; message: string }[] {
  try {
    loadSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return [...error.faults];
    throw error;
  }
  throw new Error('no fault was found');
}
const paths = (environment: Record<string, string>): string[] =>
  faults(environment)
    .map(({ path }) => path)
    .sort();

/** "queue.attempts" for every value in a tree. */
function leaves(tree: object, above = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? leaves(value, `${above}${key}.`)
      : `${above}${key}`,
  );
}

describe('the defaults', () => {
  const text = readFileSync(DEFAULTS_FILE, 'utf8');
  const defaults = parse(text) as object;

  it('stand in config/earshot.yaml, every one', () => {
    const { dataDir, ...rest } = loadSettings({});
    expect({ dataDir: 'data', ...rest }).toEqual(defaults);
    expect(dataDir).toBe(join(PACKAGE_ROOT, 'data'));
  });

  it('are nowhere else: the schema knows no setting that the file does not give', () => {
    const issues = SettingsSchema.safeParse({}).error?.issues.map(({ path }) => path.join('.'));
    expect(issues?.sort()).toEqual(Object.keys(defaults).sort());
    for (const path of leaves(defaults)) {
      const without = structuredClone(defaults) as Record<string, unknown>;
      const keys = path.split('.');
      const last = keys.pop() as string;
      const under = keys.reduce((tree, key) => tree[key] as Record<string, unknown>, without);
      delete under[last];
      const missing = SettingsSchema.safeParse(without).error?.issues ?? [];
      expect(missing.map((issue) => issue.path.join('.'))).toEqual([path]);
    }
  });

  it('are explained, every one, in the file', () => {
    const lines = text.split('\n').filter((line) => /^( {2})?\w+:/.test(line));
    expect(lines.filter((line) => !line.includes('#') && !/^\w+:$/.test(line))).toEqual([]);
  });
});

describe('a file of one’s own', () => {
  it('is laid over the defaults, value by value', () => {
    const own = file('server: { port: 9000 }\nqueue:\n  concurrency:\n    poll: 3\n');
    const settings = loadSettings({ EARSHOT_CONFIG: own });
    expect(settings.server).toMatchObject({ host: '127.0.0.1', port: 9000, publicUrl: null });
    expect(settings.queue.concurrency).toEqual({
      poll: 3,
      read: 1,
      triage: 1,
      recheck: 2,
      backfill: 2,
      relabel: 1,
      preview: 1,
      propose: 1,
      bulk: 1,
    });
  });

  it('may be empty', () => {
    expect(loadSettings({ EARSHOT_CONFIG: file('# nothing yet\n') })).toEqual(loadSettings({}));
  });

  it.each([
    ['is not there', join(folder, 'none.yaml'), /ENOENT/],
    ['is no YAML', file('server: [1'), /./],
    ['gives a setting twice', file('role: api\nrole: worker\n'), /unique/],
    ['is a list', file('- role: api\n'), /must hold settings by name/],
    ['is a word', file('api\n'), /must hold settings by name/],
  ])('is a fault when it %s', (_case, own, message) => {
    expect(faults({ EARSHOT_CONFIG: own })).toEqual([
      { path: own, message: expect.stringMatching(message) },
    ]);
  });
});

describe('the environment', () => {
  it('wins over the file', () => {
    const own = file('server: { port: 9000, host: 0.0.0.0 }\n');
    const { server } = loadSettings({ EARSHOT_CONFIG: own, EARSHOT_PORT: '9001' });
    expect(server).toMatchObject({ port: 9001, host: '0.0.0.0' });
  });

  it('gives each of its variables a place, also from a file', () => {
    const values: Record<string, [string, unknown]> = {
      EARSHOT_ROLE: ['worker', 'worker'],
      EARSHOT_DATA_DIR: ['/var/lib/earshot', '/var/lib/earshot'],
      EARSHOT_HOST: ['::', '::'],
      EARSHOT_PORT: ['0', 0],
      EARSHOT_PUBLIC_URL: ['https://ear.example', 'https://ear.example'],
      DATABASE_URL: ['postgresql://db/earshot', 'postgresql://db/earshot'],
      REDIS_URL: ['rediss://cache:6379', 'rediss://cache:6379'],
    };
    expect(Object.keys(values)).toEqual(Object.keys(ENVIRONMENT));
    for (const [name, [given, expected]] of Object.entries(values))
      for (const environment of [{ [name]: given }, { [`${name}_FILE`]: file(`${given}\n`) }]) {
        // A role of its own needs a database that others can reach.
        const database = name === 'EARSHOT_ROLE' ? { DATABASE_URL: 'postgres://db/earshot' } : {};
        const settings = loadSettings({ ...database, ...environment }) as unknown as Record<
          string,
          unknown
        >;
        const path = ENVIRONMENT[name]?.path ?? [];
        const value = path.reduce<unknown>(
          (tree, key) => (tree as Record<string, unknown>)[key],
          settings,
        );
        expect(value).toBe(expected);
      }
  });

  it('counts an empty variable as absent', () => {
    expect(loadSettings({ DATABASE_URL: '', EARSHOT_PORT: '', REDIS_URL_FILE: '' })).toEqual(
      loadSettings({}),
    );
  });

  it('falls back to nothing in silence when a file it names is of no use', () => {
    const unreadable = join(folder, 'a-folder');
    mkdirSync(unreadable);
    expect(
      faults({
        DATABASE_URL_FILE: join(folder, 'none'),
        REDIS_URL_FILE: file('\n'),
        EARSHOT_ROLE_FILE: unreadable,
      }),
    ).toEqual([
      { path: 'EARSHOT_ROLE_FILE', message: expect.stringMatching(/which cannot be read \(E/) },
      { path: 'DATABASE_URL_FILE', message: `names ${join(folder, 'none')}, which is not there` },
      { path: 'REDIS_URL_FILE', message: expect.stringContaining('which is empty') },
    ]);
  });

  it('takes a relative data folder from the package', () => {
    expect(loadSettings({ EARSHOT_DATA_DIR: 'there' }).dataDir).toBe(join(PACKAGE_ROOT, 'there'));
  });
});

describe('faults', () => {
  it('come all in one error, each with its path and what would be right', () => {
    const own = file(
      [
        'rolle: api',
        'server: { host: "", prot: 1 }',
        'database: { url: mysql://db }',
        'queue: { attempts: 0, concurrency: { poll: many } }',
        'poll: { intervalSeconds: 10 }',
        'triage: { taskAbove: 50.5 }',
      ].join('\n'),
    );
    const environment = {
      EARSHOT_CONFIG: own,
      EARSHOT_PORT: '70000',
      EARSHOT_ROLE: 'boss',
      REDIS_URL: 'http://x',
    };
    expect(paths(environment)).toEqual([
      'database.url',
      'poll.intervalSeconds',
      'queue.attempts',
      'queue.concurrency.poll',
      'queue.redisUrl',
      'role',
      'rolle',
      'server.host',
      'server.port',
      'server.prot',
      'triage.taskAbove',
    ]);
    expect(() => loadSettings(environment)).toThrow(
      /^11 faults in the settings \(.*\):\n( {2}\S+: .+\n?){11}$/,
    );
    const said = Object.fromEntries(
      faults(environment).map(({ path, message }) => [path, message]),
    );
    expect(said['role']).toContain('"all"|"api"|"scheduler"|"worker"');
    expect(said['server.port']).toContain('65535');
    expect(said['database.url']).toBe('must begin with postgres:// or postgresql://');
    expect(said['server.prot']).toContain('is no setting');
    expect(said['poll.intervalSeconds']).toBe(
      'must lie between poll.minIntervalSeconds (300) and poll.maxIntervalSeconds (21600)',
    );
  });

  it.each([
    ['a word for a number', { EARSHOT_PORT: 'many' }, ['server.port']],
    ['a number that is not whole', { EARSHOT_PORT: '80.5' }, ['server.port']],
    ['a negative number', { EARSHOT_PORT: '-1' }, ['server.port']],
    ['an address that no browser opens', { EARSHOT_PUBLIC_URL: 'ftp://x' }, ['server.publicUrl']],
    [
      'a value in place of a room',
      { EARSHOT_CONFIG: file('server: 8080'), EARSHOT_PORT: '1' },
      ['server'],
    ],
    [
      'bounds the wrong way round',
      { EARSHOT_CONFIG: file('poll: { minIntervalSeconds: 7200, maxIntervalSeconds: 60 }') },
      ['poll.intervalSeconds'],
    ],
  ])('%s', (_case, environment, expected) => {
    expect(paths(environment)).toEqual(expected);
  });

  it('a room with nothing in it', () => {
    expect(paths({ EARSHOT_CONFIG: file('server:\n') })).toEqual(['server']);
  });
});

describe('a role of its own', () => {
  it.each(['api', 'scheduler', 'worker'])('%s needs a database that others can reach', (role) => {
    expect(() => loadSettings({ EARSHOT_ROLE: role })).toThrow('database.url: must be set');
    const url = 'postgres://db.example/earshot';
    expect(loadSettings({ EARSHOT_ROLE: role, DATABASE_URL: url }).role).toBe(role);
  });
});
