import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll } from 'vitest';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

/** A folder that is removed when the tests of the file are through. */
export function scratchFolder(mode = 0o711): string {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-'));
  // As root, PostgreSQL's user must get through; mkdtemp makes folders that nobody else may enter.
  chmodSync(folder, mode);
  folders.push(folder);
  return folder;
}

/** Where the note in a data folder says that its database is. */
export function notedPlace(dataDir: string): string | undefined {
  const note = join(dataDir, 'postgres.location');
  return existsSync(note) ? readFileSync(note, 'utf8').split('\n')[0] : undefined;
}

/** Runs statements in order on one connection. @returns rows of the last */
export async function query(url: string | undefined, ...statements: string[]): Promise<unknown[]> {
  if (url === undefined) throw new Error('there is no database');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}
