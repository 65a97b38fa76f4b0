import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { holdsFor, isRoot, ownerOf, unprivilegedAccount, type Account } from './account.js';
import { EmbeddedPostgresError } from './fault.js';

/** Major version of the binaries we carry; a cluster made by another cannot be opened. */
export const MAJOR = 18;

/** For a database that PostgreSQL's user could not reach in the data folder. */
export const SYSTEM_FOLDER = '/var/lib/earshot';

/** Where the database of a data folder is, and who runs it. */
export interface Home {
  readonly folder: string;
  /** Holds `data`, `password` and `server.log`; made whole by one rename. */
  readonly cluster: string;
  /** null: as ourselves. */
  readonly account: Account | null;
}

/**
 * Finds the place once and keeps to it: inside the data folder, or, when we are root and
 * PostgreSQL's user cannot reach that, under {@link SYSTEM_FOLDER} with a note in the data folder.
 *
 * @throws EmbeddedPostgresError when the database that is there cannot be used by this user, or
 *   is not where the note says
 */
export function homeOf(dataDir: string): Home {
  mkdirSync(dataDir, { recursive: true });
  const root = realpathSync(dataDir);
  const noted = notedFolder(root);
  const candidates = noted === null ? [insideOf(root), outsideOf(root)] : [noted];
  for (const folder of candidates)
    if (existsSync(clusterIn(folder))) return existing(root, folder, clusterIn(folder));
  if (noted !== null)
    throw new EmbeddedPostgresError(
      `The database of ${root} was in ${noted} and is no longer there. Bring it back, or remove ${noteIn(root)} to begin with an empty one.`,
    );
  if (!isRoot()) return made({ folder: insideOf(root), account: null });
  const account = unprivilegedAccount();
  const reachable = holdsFor(account, 'test -x "$1"', root);
  return made({ folder: reachable ? insideOf(root) : outsideOf(root), account });
}

const clusterIn = (folder: string): string => join(folder, String(MAJOR));
const noteIn = (root: string): string => join(root, 'postgres.location');
const insideOf = (root: string): string => join(root, 'postgres');
const outsideOf = (root: string): string =>
  join(SYSTEM_FOLDER, createHash('sha256').update(root).digest('hex').slice(0, 16));

function notedFolder(root: string): string | null {
  const note = noteIn(root);
  return existsSync(note) ? (readFileSync(note, 'utf8').split('\n')[0] ?? null) : null;
}

/**
 * To be called once the database is made: from then on it is missed if it is not there.
 *
 * @returns whether a note was needed, and is new
 */
export function leaveNote(dataDir: string, { folder }: Home): boolean {
  const root = realpathSync(dataDir);
  if (folder === insideOf(root) || notedFolder(root) !== null) return false;
  const why =
    'The database of this folder is there: Earshot was started by root, and PostgreSQL, which\nruns as a user without rights, cannot reach this folder. Keep this note with the folder.';
  writeFileSync(noteIn(root), `${folder}\n${why}\n`);
  return true;
}

function existing(root: string, folder: string, cluster: string): Home {
  const owner = ownerOf(cluster);
  if (!isRoot()) {
    if (owner.uid === process.getuid?.()) return { folder, cluster, account: null };
    throw new EmbeddedPostgresError(
      `The database of ${root} belongs to user ${owner.uid}, this is user ${process.getuid?.()}. Start Earshot as the user who made it (root, if it was root), or choose another folder with EARSHOT_DATA_DIR.`,
    );
  }
  if (holdsFor(owner, 'test -x "$1"', folder)) return { folder, cluster, account: owner };
  throw new EmbeddedPostgresError(
    `The database in ${cluster} belongs to user ${owner.uid}, who may not reach it: a folder above it is closed to others. Open it with chmod o+x.`,
  );
}

function made({ folder, account }: Omit<Home, 'cluster'>): Home {
  mkdirSync(folder, { recursive: true });
  // Whatever the umask: PostgreSQL's user must get through. Its own folder below is closed to all others.
  if (account) chmodSync(folder, 0o711);
  if (dirname(folder) === SYSTEM_FOLDER) chmodSync(SYSTEM_FOLDER, 0o711);
  return { folder, cluster: clusterIn(folder), account };
}
