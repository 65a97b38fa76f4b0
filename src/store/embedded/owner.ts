import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError, systemCode } from './fault.js';
import { holds, isAlive, liveProcess, type LiveProcess } from './process.js';

/** One that lost its parent (npm was killed) is about to stop by itself. */
const ORPHAN_PATIENCE_MS = 15_000;
/** One that was told to stop a moment ago should be given that moment. */
const PATIENCE_MS = 2_000;

const fileIn = (folder: string): string => join(folder, 'owner.json');

/** The process that has the database of this folder open, or null when none that lives. */
export function ownerOf(folder: string): LiveProcess | null {
  const owner = read(fileIn(folder));
  return owner && isAlive(owner) ? owner : null;
}

/**
 * Makes us the one process that may start the database of this folder.
 *
 * @returns gives it up again
 * @throws EmbeddedPostgresError naming the process that has it
 */
export async function own(folder: string, log: (line: string) => void): Promise<() => void> {
  const file = fileIn(folder);
  while (!take(file)) {
    const owner = read(file);
    if (!owner || !isAlive(owner)) {
      discard(file, owner);
      continue;
    }
    const orphan = liveProcess(owner.pid)?.parent !== owner.parent;
    log(`process ${owner.pid} still has the database open; waiting for it to stop`);
    const patience = orphan ? ORPHAN_PATIENCE_MS : PATIENCE_MS;
    if (await holds(() => read(file)?.started !== owner.started || !isAlive(owner), patience))
      continue;
    throw new EmbeddedPostgresError(
      `Another Earshot has this database open: process ${owner.pid} (${owner.command}). Stop it first, or give this one its own EARSHOT_DATA_DIR. (${file})`,
    );
  }
  return () => {
    if (read(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** The file appears with its whole content or not at all, and never over another's. */
function take(file: string): boolean {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(liveProcess(process.pid)));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Removes what a dead process left. Moved away first: of two that find it, one may already have
 * put its own in place when the other removes, and must get it back. Should even that go wrong,
 * PostgreSQL's own lock still keeps a second server off the data.
 */
function discard(file: string, dead: LiveProcess | null): void {
  const moved = `${file}.${randomUUID()}`;
  try {
    renameSync(file, moved);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  const taken = read(moved);
  if (taken && taken.started !== dead?.started && isAlive(taken)) linkSync(moved, file);
  rmSync(moved, { force: true });
}

function read(file: string): LiveProcess | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LiveProcess | null;
  } catch {
    return null;
  }
}
