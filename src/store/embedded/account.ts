import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { EmbeddedPostgresError } from './fault.js';

/** A user without rights, as whom PostgreSQL runs when we are root: it refuses to be root itself. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const PREFERRED = ['postgres', 'nobody'];

export const isRoot = (): boolean => process.getuid?.() === 0;

/** @throws EmbeddedPostgresError when this machine has none of the users that would do */
export function unprivilegedAccount(): Account {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of PREFERRED) {
    const [, , uid, gid] = users.find(([user]) => user === name) ?? [];
    // Some systems write `nobody` as -2.
    if (uid && gid) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL refuses to run as root, and there is no user ${PREFERRED.join(' or ')} to run it as. Start Earshot as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** The user that a folder belongs to. */
export function ownerOf(folder: string): Account {
  const { uid, gid } = statSync(folder);
  return { uid, gid };
}

/** What a process of PostgreSQL is started with: that user, nothing of our environment that could steer it. */
export function spawnOptions(account: Account | null) {
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  // Detached: Ctrl-C goes to the whole foreground group, and the database must outlive the app's drain.
  return { cwd: '/', env, detached: true, ...account };
}

/** Asks the system itself, which knows about parents, ACLs and mounts: does this test of `sh` hold for the user? */
export function holdsFor(account: Account | null, test: string, path: string): boolean {
  const { status, error } = spawnSync('/bin/sh', ['-c', test, 'sh', path], {
    ...spawnOptions(account),
    stdio: 'ignore',
  });
  if (error)
    throw new EmbeddedPostgresError(
      `Could not start a process as user ${account?.uid ?? 'of this session'} (${error.message}). Start Earshot as an ordinary user, or set DATABASE_URL.`,
    );
  return status === 0;
}
