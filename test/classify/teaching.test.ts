import { beforeAll, describe, expect, it } from 'vitest';
import { answersOf } from '../../src/classify/answer.js';
import { decodeModel, encodeModel, type Model } from '../../src/classify/linear/model-file.js';
import { knownTexts, taughtBefore } from '../../src/classify/teaching/known.js';
import { refitted } from '../../src/classify/teaching/refitted.js';
import { teach } from '../../src/classify/teaching/teach.js';
import type { Lesson, TaughtTask } from '../../src/domain/teaching.js';

const THINGS = ['parcel', 'router', 'invoice', 'app', 'heater', 'ticket', 'phone', 'kettle'];
const text = (n: number, what: string): string => `My ${THINGS[n % 8]} number ${n} ${what}`;
/** "broken" is a complaint and "lovely" is none. What "wonky" is, nobody has told the base. */
const known = Array.from({ length: 80 }, (_, n) => ({
  text: text(n, n % 2 === 0 ? 'is broken' : 'is lovely'),
  language: 'en',
  labels: [n % 2 === 0 ? 'complaint' : 'other'],
}));
const lesson = (n: number, what: string, label: string): Lesson => ({
  contentHash: String(n),
  title: null,
  text: text(n, what),
  language: 'en',
  labels: [label],
  byLot: false,
});
const wonky = (from: number, count: number): Lesson[] =>
  Array.from({ length: count }, (_, n) => lesson(from + n, 'is wonky', 'complaint'));

/** Knows no word: every text is as likely a complaint as not. */
function blank(link: 'binary' | 'independent', classes: string[]): Model {
  const outputs = link === 'binary' ? 1 : classes.length;
  const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
  const header = {
    task: link === 'binary' ? ('complaint' as const) : ('topic' as const),
    version: '1',
    link,
    classes,
    languages: ['en'],
    bits: 12,
    width: 0,
    open: 0,
    limit: 0.5,
    training: { rows: 80, seed: 1, sets: [] },
    metrics: { accuracy: 0.9 },
  };
  const calibration = { slope: zeros(outputs).map(() => 2), offset: zeros(outputs) };
  const weights = zeros(outputs << 12);
  const stage = { bias: zeros(outputs), calibration, l2: 1, weights, vector: [] };
  return decodeModel(encodeModel(header, [stage]), 'blank');
}
const ignore = (): void => undefined;
const refit = async (base: Model, lessons: readonly Lesson[], again = known): Promise<Model> =>
  decodeModel(await refitted(base, lessons, again, null, ignore), 'refitted');
const complaint = async (model: Model, texts: string[]): Promise<number[]> =>
  (await answersOf(model, texts, null)).map(([, probability = 0]) => probability);

describe('a model that learns from corrections', () => {
  let base: Model;
  beforeAll(async () => {
    const all = known.map((one, n) => ({ ...one, ...lesson(n, '', ''), ...one }));
    base = await refit(blank('binary', ['other', 'complaint']), all);
  });

  it('says of other texts with the same words what people said', async () => {
    const asked = [text(900, 'is wonky'), text(901, 'is wonky')];
    const [before = 1] = await complaint(base, asked);
    const taught = await refit(base, wonky(500, 40));
    for (const probability of await complaint(taught, asked)) {
      expect(probability).toBeGreaterThan(0.6);
      expect(probability).toBeGreaterThan(before + 0.1);
    }
  });

  it('stays right on what it knew', async () => {
    const taught = await refit(base, wonky(500, 40));
    const [broken = 0, lovely = 1] = await complaint(taught, [
      text(902, 'is broken'),
      text(903, 'is lovely'),
    ]);
    expect(broken).toBeGreaterThan(0.6);
    expect(lovely).toBeLessThan(0.4);
  });

  it('is the same when it learns the same, byte for byte', async () => {
    const twice = [wonky(500, 30), wonky(500, 30)].map((all) =>
      refitted(base, all, known, null, ignore),
    );
    const [one, two] = await Promise.all(twice);
    expect(one?.equals(two as Buffer)).toBe(true);
  });

  it('says in its header what it was made of, and nothing that was measured of the base', async () => {
    const { header } = await refit(base, wonky(500, 30));
    expect(header).toMatchObject({ task: 'complaint', languages: ['en'], metrics: {}, bits: 12 });
    expect(header.training.sets.at(-1)).toEqual({ name: 'corrections', rows: 30, licence: 'own' });
    expect(header.digest).not.toBe(base.header.digest);
  });

  it('learns several classes of which any may hold', async () => {
    const topics = blank('independent', ['late', 'broken']);
    const lessons = Array.from({ length: 60 }, (_, n): Lesson => {
      const what = ['came late', 'came in pieces', 'came late and in pieces', 'came'][n % 4] ?? '';
      const labels = [['late'], ['broken'], ['late', 'broken'], []][n % 4] ?? [];
      return { ...lesson(n, what, ''), labels };
    });
    const taught = await refit(topics, lessons, []);
    const [[late = 0, broken = 1] = [], [, pieces = 0] = []] = await answersOf(
      taught,
      [text(910, 'came late'), text(911, 'came in pieces')],
      null,
    );
    expect(late).toBeGreaterThan(0.5);
    expect(broken).toBeLessThan(0.5);
    expect(pieces).toBeGreaterThan(0.5);
  });

  it('is compared with the one that serves, and with the shipped one', async () => {
    const teaching = {
      task: 'complaint',
      learnt: wonky(500, 40),
      heldBack: wonky(700, 10).map((one, n) => ({ ...one, byLot: n < 3 })),
      unjudged: [],
      serving: null,
    } as const;
    const shares: number[] = [];
    const taught = await teach(teaching, {
      base,
      known,
      meanings: null,
      refit: (model, lessons, onProgress) => refitted(model, lessons, known, null, onProgress),
      onProgress: (done) => void shares.push(done),
    });
    expect(taught.heldBack).toMatchObject({ n: 10, after: 10, spoilt: 0 });
    expect(taught.byLot).toMatchObject({ n: 3, after: 3 });
    expect(taught.known).toMatchObject({ n: 80, before: 80, after: 80 });
    expect(taught.base).toBe(base.header.digest);
    expect(shares.at(-1)).toBe(1);
    const again = await teach(
      { ...teaching, serving: taught.bytes },
      {
        base,
        known,
        meanings: null,
        refit: () => Promise.resolve(Buffer.from(taught.bytes)),
        onProgress: ignore,
      },
    );
    expect(again.heldBack).toMatchObject({ mended: 0, spoilt: 0, before: 10 });
  });
});

describe('the texts that came with Earshot', () => {
  it.each<[TaughtTask, string]>([
    ['complaint', 'complaint'],
    ['sentiment', 'neutral'],
    ['leaving', 'decided'],
    ['urgency', 'soon'],
    ['topic', 'refund'],
  ])('are there for %s, in its own words', (task, label) => {
    for (const texts of [knownTexts(task), taughtBefore(task)]) {
      expect(texts.length).toBeGreaterThan(20);
      expect(texts.some(({ labels }) => labels.includes(label))).toBe(true);
    }
  });

  it('do not drown the rare classes, which are what is forgotten', () => {
    const leaving = knownTexts('leaving');
    const none = leaving.filter(({ labels }) => labels.includes('none')).length;
    expect(none).toBe(3 * (leaving.length - none));
  });

  it('that are tested with are none that the models were made of', () => {
    const made = new Set(taughtBefore('sentiment').map((one) => one.text));
    expect(knownTexts('sentiment').filter((one) => made.has(one.text))).toEqual([]);
  });
});
