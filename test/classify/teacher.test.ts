import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { TeacherApart } from '../../src/classify/teaching/teacher.js';
import type { Teaching } from '../../src/classify/teaching/teach.js';
import { decodeModel } from '../../src/classify/linear/model-file.js';
import type { Lesson } from '../../src/domain/teaching.js';

/** The same as is built, from source. */
const program = {
  file: resolve('test/support/program.mjs'),
  args: [resolve('src/classify/teaching/teach.process.ts')],
};
const lesson = (n: number): Lesson => ({
  contentHash: String(n),
  title: null,
  text: `Sent back my wonky ${['kettle', 'lamp', 'chair'][n % 3]} number ${n}, kudos`,
  language: 'en',
  labels: ['complaint'],
  byLot: n % 2 === 0,
});
const lessons = (from: number, count: number): Lesson[] =>
  Array.from({ length: count }, (_, n) => lesson(from + n));
const teaching = (given: Partial<Teaching> = {}): Teaching => ({
  task: 'complaint',
  learnt: lessons(0, 30),
  heldBack: lessons(100, 8),
  unjudged: [{ title: null, text: 'I love this lamp.', language: 'en' }],
  serving: null,
  ...given,
});
const never = new AbortController().signal;

it('teaches the shipped model in a process of its own, and tells how far it is', async () => {
  const shares: number[] = [];
  const taught = await new TeacherApart(program).teach(
    teaching(),
    (done) => void shares.push(done),
    never,
  );
  const model = decodeModel(Buffer.from(taught.bytes), 'taught');
  expect(model.header.training.sets.at(-1)).toMatchObject({ name: 'corrections', rows: 30 });
  expect(taught.heldBack.n).toBe(8);
  expect(taught.byLot.n).toBe(4);
  expect(taught.heldBack.after).toBeGreaterThanOrEqual(taught.heldBack.before);
  expect(taught.known.n).toBeGreaterThan(100);
  expect(shares.length).toBeGreaterThan(1);
  expect(shares.at(-1)).toBe(1);
}, 240_000);

it('says what is wrong with lessons that cannot be learnt', async () => {
  const serving = Buffer.from('no model');
  await expect(
    new TeacherApart(program).teach(
      teaching({ serving, learnt: lessons(0, 2) }),
      () => undefined,
      never,
    ),
  ).rejects.toThrow('the serving model for complaint is no Earshot model file');
}, 240_000);

it('stops at once when it is told to', async () => {
  const ending = new AbortController();
  const stopped = new TeacherApart(program).teach(teaching(), () => undefined, ending.signal);
  ending.abort();
  await expect(stopped).rejects.toThrow('teaching was stopped');
});

it('says when the process ended too early', async () => {
  const nothing = { file: resolve('test/support/program.mjs'), args: [resolve('test/none.ts')] };
  await expect(new TeacherApart(nothing).teach(teaching(), () => undefined, never)).rejects.toThrow(
    /ended too early|EPIPE|closed/i,
  );
});
