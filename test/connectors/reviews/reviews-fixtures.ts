import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Made by hand, in the forms of the places. */
export function made(name: string): Buffer {
  return readFileSync(join('test/fixtures', name));
}

const RECORDED = join('..', 'shared', 'data', 'sources');

/** A recorded reply of a place; null on machines that have none. */
export function recorded(name: string): Buffer | null {
  const path = join(RECORDED, name);
  return existsSync(path) ? readFileSync(path) : null;
}

const BEGAN = Date.now() - 6 * 3_600_000;

/** When post n was written, for the small places of the conformance suite. */
export function timeOf(post: number): Date {
  return new Date(BEGAN + post * 60_000);
}

/** Page n, counted from 1, of a place whose pages hold two posts. */
export function twoOf(posts: readonly number[], page: number): readonly number[] {
  return posts.slice(2 * page - 2, 2 * page);
}
