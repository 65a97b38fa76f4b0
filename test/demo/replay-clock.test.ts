import { describe, expect, it } from 'vitest';
import { demoTime, PHASES, phaseTime, SCRIPT_SECONDS, wallTime } from '../../src/demo/clock.js';
import { CORNER, placesDir, replay, STARTED_AT } from './replay-server.js';

const later = (seconds: number): Date => new Date(STARTED_AT.getTime() + seconds * 1000);
const at = (seconds: number, speed?: number): number =>
  demoTime({ startedAt: STARTED_AT, now: later(seconds), ...(speed ? { speed } : {}) });

describe('the clock of the demo', () => {
  it('is a pure function of the wall clock: a restart changes nothing', () => {
    expect([0, 30, 30, 239.5, 240, 9999].map((seconds) => at(seconds))).toEqual([
      -240, -210, -210, -0.5, 0, 0,
    ]);
    expect(at(30, 4)).toBe(-120);
  });

  it('stands at the beginning while the wall clock is before the start', () => {
    expect(at(-5)).toBe(-SCRIPT_SECONDS);
    expect(() => at(1, -1)).toThrow(RangeError);
  });

  it('never goes back as time passes', () => {
    const times = Array.from({ length: 300 }, (_, second) => at(second, 0.9));
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  it('cuts the script into phases from its beginning to its end', () => {
    const phases = Array.from({ length: PHASES }, (_, phase) => phaseTime(phase));
    expect(phases).toEqual([-240, -120, 0]);
    for (const phase of [-1, PHASES, 0.5]) expect(() => phaseTime(phase)).toThrow(RangeError);
  });

  it('dates posts on the second and never in the future', () => {
    expect(wallTime(STARTED_AT, -1).toISOString()).toBe('2026-11-02T09:59:59.000Z');
    expect(wallTime(STARTED_AT, 0).getTime()).toBeLessThanOrEqual(STARTED_AT.getTime());
  });
});

describe('replay by the wall clock', () => {
  const busy = { ...CORNER, busyUntil: -190 };

  it('plays the script by itself and takes no steps', async () => {
    let now = later(60);
    const watched = await replay({ placesDir: placesDir(busy), mode: 'watch', now: () => now });
    const status = async (id: string) => (await fetch(`${watched.url}/corner/posts/${id}`)).status;
    expect([await status('c'), await status('e')]).toEqual([200, 404]);
    now = later(111);
    expect([await status('c'), await status('e')]).toEqual([200, 200]);
    now = later(181);
    expect([await status('c'), await status('e')]).toEqual([404, 200]);
    expect(() => watched.advanceTo(1)).toThrow('the clock plays the script');
  });

  it('asks a client of a busy place to wait exactly until it is free', async () => {
    let now = later(10.2);
    const watched = await replay({
      placesDir: placesDir(busy),
      mode: 'watch',
      now: () => now,
      speed: 2,
    });
    const answer = await fetch(`${watched.url}/corner/feed`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '15']);
    now = later(10.2 + 15);
    expect((await fetch(`${watched.url}/corner/feed`)).status).toBe(200);
  });
});
