import { expect, it } from 'vitest';
import { nextDigest } from '../../src/domain/digest-time.js';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const next = (
  after: string,
  zone: string,
  at = '08:00',
  days: readonly number[] = EVERY_DAY,
): string | undefined => nextDigest(new Date(after), { at, zone, days })?.toISOString();

it('is later today, or else tomorrow, by the clocks of the zone', () => {
  expect(next('2026-03-10T05:00:00Z', 'Europe/Berlin')).toBe('2026-03-10T07:00:00.000Z');
  expect(next('2026-03-10T07:00:00Z', 'Europe/Berlin')).toBe('2026-03-11T07:00:00.000Z');
  expect(next('2026-03-10T23:30:00Z', 'Pacific/Auckland')).toBe('2026-03-11T19:00:00.000Z');
  expect(next('2026-03-10T09:00:00Z', 'America/Los_Angeles')).toBe('2026-03-10T15:00:00.000Z');
});

it('keeps to the days of the week of the zone', () => {
  // 2026-03-13 is a Friday.
  expect(next('2026-03-13T12:00:00Z', 'UTC', '08:00', [1, 2, 3, 4, 5])).toBe(
    '2026-03-16T08:00:00.000Z',
  );
  expect(next('2026-03-13T07:00:00Z', 'UTC', '08:00', [5])).toBe('2026-03-13T08:00:00.000Z');
  expect(next('2026-03-13T08:00:00Z', 'UTC', '08:00', [5])).toBe('2026-03-20T08:00:00.000Z');
  // In Kiritimati it is Saturday already.
  expect(next('2026-03-13T11:00:00Z', 'Pacific/Kiritimati', '02:00', [6])).toBe(
    '2026-03-13T12:00:00.000Z',
  );
  expect(next('2026-03-13T11:00:00Z', 'UTC', '08:00', [])).toBeUndefined();
});

it('goes with the clocks when they change', () => {
  // Berlin goes forward on 29 March 2026 at 02:00, and back on 25 October at 03:00.
  expect(next('2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T06:00:00.000Z');
  expect(next('2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T07:00:00.000Z');
});

it('comes later where the clocks leave the time out, and once where they repeat it', () => {
  expect(next('2026-03-28T12:00:00Z', 'Europe/Berlin', '02:30')).toBe('2026-03-29T01:30:00.000Z');
  const first = next('2026-10-24T12:00:00Z', 'Europe/Berlin', '02:30');
  expect(first).toBe('2026-10-25T00:30:00.000Z');
  expect(next(first as string, 'Europe/Berlin', '02:30')).toBe('2026-10-26T01:30:00.000Z');
});

it('always moves on, and shows that time on the clocks, whatever the zone', () => {
  for (const zone of [
    'America/St_Johns',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Africa/Cairo',
  ]) {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
    });
    let at = new Date('2026-01-01T00:00:00Z');
    for (let day = 0; day < 366; day++) {
      const then = nextDigest(at, { at: '06:45', zone, days: EVERY_DAY }) as Date;
      const hours = (then.getTime() - at.getTime()) / 3_600_000;
      expect(hours).toBeGreaterThan(0);
      expect(hours).toBeLessThanOrEqual(25);
      expect(clock.format(then)).toBe('06:45');
      at = then;
    }
  }
});
