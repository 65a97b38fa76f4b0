import { parseOptions } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { canonical, PasswordHashing } from '../../src/api/auth/password-hashing.js';
import { TooManyWait, Turns } from '../../src/api/auth/turns.js';
import { Slow } from '../../src/api/http/slow.js';
import { loadSettings } from '../../src/settings/load.js';

const settings = loadSettings({});
const weak = (more: Partial<typeof settings.access.passwords> = {}) =>
  new PasswordHashing({
    ...settings,
    access: {
      ...settings.access,
      passwords: { offered: true, memoryKiB: 8, passes: 1, atOnce: 2, ...more },
    },
  });

describe('a hash', () => {
  it('is argon2id with what OWASP names as the least, as Earshot is shipped', async () => {
    const hashing = new PasswordHashing(settings);
    const hashed = await hashing.hash('three odd geese');
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(parseOptions(hashed)).toMatchObject({ saltLen: 16, outputLen: 32 });
    expect(await hashing.compare('three odd geese', hashed)).toEqual({
      right: true,
      outdated: false,
    });
  });

  it('has a salt of its own', async () => {
    const hashing = weak();
    expect(await hashing.hash('the same')).not.toBe(await hashing.hash('the same'));
  });

  it('is outdated when less was asked for, and not when more was', async () => {
    const [little, much] = [weak(), weak({ memoryKiB: 16, passes: 2 })];
    const hashed = await little.hash('three odd geese');
    expect(await much.compare('three odd geese', hashed)).toEqual({ right: true, outdated: true });
    const strong = await much.hash('three odd geese');
    expect((await little.compare('three odd geese', strong)).outdated).toBe(false);
  });

  it('that is not there takes work, too, and is never right', async () => {
    const hashing = weak();
    expect(await hashing.compare('nobody has this password', null)).toMatchObject({ right: false });
  });

  it('is the same however the same characters were typed, and else not', async () => {
    expect(canonical('Zu\u0308rich am See')).toBe('Zürich am See');
    expect(canonical('no\u00a0break')).toBe('no break');
    // Compatible is not the same: a ligature and a wide letter stay what they are.
    expect(canonical('ﬁnal Ａ²')).toBe('ﬁnal Ａ²');
    expect(canonical('  Case And Space ')).toBe('  Case And Space ');
  });
});

describe('a flood', () => {
  it('is hashed a few at a time, and sent away beyond', async () => {
    const hashing = weak({ atOnce: 1 });
    const all = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) => hashing.compare(`guess ${n}`, null)),
    );
    const refused = all.filter((it) => it.status === 'rejected');
    expect(refused.length).toBeGreaterThan(20);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(Slow);
    expect(await hashing.compare('one more', null)).toMatchObject({ right: false });
  });

  it('keeps its turns, whatever fails', async () => {
    const turns = new Turns(2, 10);
    let now = 0;
    let most = 0;
    const work = async (n: number) => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now--;
      if (n % 3 === 0) throw new Error('failed');
    };
    const all = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => turns.take(() => work(n))),
    );
    expect(most).toBe(2);
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    const full = new Turns(1, 0);
    let done = (): void => undefined;
    const busy = full.take(() => new Promise<void>((resolve) => (done = resolve)));
    await expect(full.take(() => Promise.resolve())).rejects.toBeInstanceOf(TooManyWait);
    done();
    await busy;
    await full.take(() => Promise.resolve());
  });
});
