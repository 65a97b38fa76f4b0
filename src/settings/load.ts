import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { ENVIRONMENT, SettingsSchema, type Settings } from './schema.js';
import { PACKAGE_ROOT } from './package-root.js';

/** Lists every fault at once, each with its path and what would be right. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(
    readonly faults: readonly Fault[],
    file: string,
  ) {
    const lines = faults.map(({ path, message }) => `  ${path}: ${message}`);
    super(
      `${faults.length} fault${faults.length === 1 ? '' : 's'} in the settings (${file} and the environment):\n${lines.join('\n')}`,
    );
  }
}

interface Fault {
  readonly path: string;
  readonly message: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Tree = { [key: string]: unknown };

/** Where the defaults are; everything else is laid over them. */
export const DEFAULTS_FILE = join(PACKAGE_ROOT, 'config', 'earshot.yaml');

/**
 * Reads the settings: `config/earshot.yaml`, then the file named by EARSHOT_CONFIG (only what
 * differs need stand there), then the environment. Relative folders count from the package.
 *
 * @throws SettingsError with every fault
 */
export function loadSettings(environment: Environment = process.env): Settings {
  const faults: Fault[] = [];
  const own = environment['EARSHOT_CONFIG'];
  const tree = readYaml(DEFAULTS_FILE, faults);
  if (own) overlay(tree, readYaml(resolve(own), faults));
  for (const [name, { path, type }] of Object.entries(ENVIRONMENT)) {
    const value = variable(environment, name, faults);
    if (value !== undefined) put(tree, path, type === 'number' ? numeric(value) : value);
  }
  const checked = SettingsSchema.safeParse(tree);
  for (const issue of checked.error?.issues ?? []) faults.push(...described(issue));
  faults.push(...broken(tree));
  if (faults.length > 0 || !checked.success) throw new SettingsError(faults, own ?? DEFAULTS_FILE);
  return { ...checked.data, dataDir: resolve(PACKAGE_ROOT, checked.data.dataDir) };
}

/**
 * A secret of the environment, given as NAME or, in a file, as NAME_FILE.
 *
 * @returns null when it is not there
 * @throws SettingsError when the file it names cannot be read
 */
export function credential(name: string, environment: Environment = process.env): string | null {
  const faults: Fault[] = [];
  const value = variable(environment, name, faults);
  if (faults.length > 0) throw new SettingsError(faults, 'the environment');
  return value ?? null;
}

/** Faults that no single value shows; looked for even when others are there, to name all at once. */
function broken({ poll, role, database, deeper, access, server }: Tree): Fault[] {
  return [
    ...brokenPace(poll),
    ...brokenRole(role, database),
    ...brokenDeeper(deeper),
    ...brokenOidc(access, server),
  ];
}

function brokenOidc(access: unknown, server: unknown): Fault[] {
  const oidc = isTree(access) ? access['oidc'] : null;
  if (!isTree(oidc) || typeof oidc['issuer'] !== 'string') return [];
  const faults: Fault[] = [];
  const fault = (path: string, message: string): void => void faults.push({ path, message });
  if (oidc['clientId'] === null)
    fault('access.oidc.clientId', 'must be set where access.oidc.issuer is');
  if (isTree(server) && server['publicUrl'] === null)
    fault(
      'server.publicUrl',
      'must be set where access.oidc.issuer is: people are sent back to it',
    );
  if (!/^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(`${oidc['issuer']}/`))
    fault('access.oidc.issuer', 'must begin with https://, unless it is on this machine');
  return faults;
}

function brokenDeeper(deeper: unknown): Fault[] {
  if (!isTree(deeper) || typeof deeper['url'] !== 'string' || deeper['model'] !== null) return [];
  const message = 'must be set where deeper.url is: the model that the server is asked for';
  return [{ path: 'deeper.model', message }];
}

function brokenPace(poll: unknown): Fault[] {
  if (!isTree(poll)) return [];
  const { intervalSeconds, minIntervalSeconds, maxIntervalSeconds } = poll;
  const [least, given, most] = [minIntervalSeconds, intervalSeconds, maxIntervalSeconds];
  if (typeof least !== 'number' || typeof given !== 'number' || typeof most !== 'number') return [];
  if (least <= given && given <= most) return [];
  const message = `must lie between poll.minIntervalSeconds (${least}) and poll.maxIntervalSeconds (${most})`;
  return [{ path: 'poll.intervalSeconds', message }];
}

function brokenRole(role: unknown, database: unknown): Fault[] {
  const ownProcess = ['api', 'scheduler', 'worker'].includes(String(role));
  if (!ownProcess || !isTree(database) || database['url'] !== null) return [];
  const message = `must be set (DATABASE_URL) for the role "${String(role)}": Earshot's own database belongs to one process`;
  return [{ path: 'database.url', message }];
}

function readYaml(file: string, faults: Fault[]): Tree {
  try {
    const tree: unknown = parse(readFileSync(file, 'utf8')) ?? {};
    if (typeof tree === 'object' && !Array.isArray(tree)) return tree as Tree;
    faults.push({ path: file, message: 'must hold settings by name, as config/earshot.yaml does' });
  } catch (error) {
    faults.push({ path: file, message: error instanceof Error ? error.message : String(error) });
  }
  return {};
}

function overlay(under: Tree, over: Tree): void {
  for (const [key, value] of Object.entries(over)) {
    const below = under[key];
    if (isTree(below) && isTree(value)) overlay(below, value);
    else under[key] = value;
  }
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function put(tree: Tree, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  // A value where a room should be is a fault, and the schema says so.
  const room = (tree[key] ??= {});
  if (isTree(room)) put(room, rest, value);
}

/** An empty variable counts as absent: compose files and shells set them so. */
function variable(environment: Environment, name: string, faults: Fault[]): string | undefined {
  const file = environment[`${name}_FILE`];
  if (!file) return environment[name] || undefined;
  const fault = (message: string): undefined => {
    faults.push({ path: `${name}_FILE`, message: `names ${file}, which ${message}` });
    return undefined;
  };
  if (!existsSync(file)) return fault('is not there');
  try {
    // An empty secret is a mistake, and no reason to fall back to something else in silence.
    return readFileSync(file, 'utf8').trim() || fault('is empty');
  } catch (error) {
    return fault(`cannot be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

const numeric = (value: string): number | string => (/^\d+$/.test(value) ? Number(value) : value);

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string | undefined;
  readonly keys?: readonly string[];
}

function described(issue: Issue): Fault[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys' && issue.keys)
    return issue.keys.map((key) => ({
      path: [path, key].filter(Boolean).join('.'),
      message: 'is no setting; see config/earshot.yaml for all there are',
    }));
  return [{ path: path || '(top)', message: issue.message }];
}
