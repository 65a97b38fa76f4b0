import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counts, demoOnce, outcome } from './outcome.js';

const MINUTE = 60_000;
const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'earshot-demo-'));
  folders.push(made);
  return made;
}

afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

/** The same numbers on every machine and in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('the demo, as a built program', () => {
  const undisturbed = folder();
  let first: Record<string, number>;
  let expected: string[];

  beforeAll(async () => {
    first = counts(await demoOnce(undisturbed).ended);
    expected = await outcome(undisturbed);
  }, 5 * MINUTE);

  it('hears, reads and opens tasks', () => {
    for (const name of ['polled', 'mentions', 'readings', 'complaints', 'tasks'])
      expect(first[name], name).toBeGreaterThan(0);
    expect(first['readings']).toBe(first['mentions']);
    expect(expected.filter((line) => line.startsWith('["mention"'))).toHaveLength(
      first['mentions'] ?? 0,
    );
  });

  it(
    'doubles nothing when it is run again',
    async () => {
      expect(counts(await demoOnce(undisturbed).ended)).toEqual(first);
      expect(await outcome(undisturbed)).toEqual(expected);
    },
    5 * MINUTE,
  );

  it(
    'ends the same after ten kills at random moments',
    async () => {
      const random = seeded(20_261_122);
      const dataDir = folder();
      let kills = 0;
      for (let tries = 0; kills < 10 && tries < 40; tries++) {
        const run = demoOnce(dataDir);
        const finished = await Promise.race([
          run.ended.then(() => true),
          delay(300 + random() * 3_700, false),
        ]);
        // One that was faster than its killer counts as no kill; its work is done all the same.
        if (finished) continue;
        run.process.kill('SIGKILL');
        await run.ended;
        kills++;
      }
      expect(kills).toBe(10);
      expect(counts(await demoOnce(dataDir).ended)).toEqual(first);
      expect(await outcome(dataDir)).toEqual(expected);
    },
    10 * MINUTE,
  );

  const redisUrl = process.env['TEST_REDIS_URL'];
  it(
    redisUrl
      ? 'ends the same with the queue in Redis'
      : 'DID NOT RUN with the queue in Redis: none could be had',
    async () => {
      if (!redisUrl) return;
      const dataDir = folder();
      expect(counts(await demoOnce(dataDir, { REDIS_URL: redisUrl }).ended)).toEqual(first);
      expect(await outcome(dataDir)).toEqual(expected);
    },
    5 * MINUTE,
  );
});
