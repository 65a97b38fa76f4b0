import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Made by hand, in the forms of the places. */
export function made(name: string): Buffer {
  return readFileSync(join('test/fixtures/forums', name));
}

const RECORDED = join('..', 'shared', 'data', 'sources');

/** A recorded reply of a place; on machines that have none, the test says that it did not run. */
export function recorded(name: string, skip: (note: string) => void): Buffer {
  const path = join(RECORDED, name);
  if (!existsSync(path)) skip(`the recorded reply ${name} is not here: not run`);
  return readFileSync(path);
}
