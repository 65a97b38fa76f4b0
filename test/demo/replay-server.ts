import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { startReplay, type Replay, type ReplayOptions } from '../../src/demo/replay.js';

export const STARTED_AT = new Date('2026-11-02T10:00:00.700Z');
export const SHIPPED = fileURLToPath(new URL('../../config/demo/places', import.meta.url));

const running: Replay[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((replay) => replay.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A real server on a free port, stopped when the test ends. */
export async function replay(options: Partial<ReplayOptions>): Promise<Replay> {
  const started = await startReplay({
    placesDir: SHIPPED,
    mode: 'steps',
    startedAt: STARTED_AT,
    now: () => STARTED_AT,
    ...options,
  });
  running.push(started);
  return started;
}

/** A folder of places written for one test. */
export function placesDir(
  ...places: readonly { readonly slug: string; readonly [field: string]: unknown }[]
): string {
  const dir = mkdtempSync(join(tmpdir(), 'earshot-places-'));
  folders.push(dir);
  for (const place of places) writeFileSync(join(dir, `${place.slug}.json`), JSON.stringify(place));
  return dir;
}

/** A small place in which something of each kind happens. */
export const CORNER = {
  slug: 'corner',
  name: 'Corner <shop>',
  about: 'Fish & chips',
  format: 'atom',
  window: 4,
  pageSize: 2,
  maxAgeSeconds: 7,
  posts: [
    { id: 'old', by: 'ann1', title: 'Too old', text: 'Beyond the window.', at: -9000, made: true },
    {
      id: 'a',
      by: 'ann1',
      title: 'A "first" & <b>',
      text: 'One <i>two</i> & three.',
      at: -8000,
      made: true,
    },
    {
      id: 'b',
      by: 'bob2',
      re: 'a',
      title: 'Re: first',
      text: 'It broke.',
      at: -7000,
      edits: [
        { at: -6500, text: 'It broke twice.' },
        { at: -60, text: 'It broke twice.\n\nupdate: still no answer.' },
      ],
      made: true,
    },
    {
      id: 'c',
      by: 'cat3',
      title: 'Goes',
      text: 'Soon gone.',
      at: -6000,
      vanishesAt: -60,
      made: true,
    },
    { id: 'd', by: 'dan4', title: null, text: 'Here now.', at: -5000, made: true },
    { id: 'e', by: 'eve5', title: 'Late', text: 'Comes in the middle.', at: -130, made: true },
  ],
};
