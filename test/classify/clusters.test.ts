import { describe, expect, it } from 'vitest';
import { clusters, isSamePattern } from '../../src/classify/topics/clusters.js';
import { tellingPhrases } from '../../src/classify/topics/telling.js';
import { WordMeanings } from '../support/topics.js';

const pause = (): Promise<void> => Promise.resolve();
const vectorsOf = async (texts: readonly string[]): Promise<Int8Array[]> =>
  (await new WordMeanings().of(texts)).map(({ sentence }) => sentence);

const voucher = [
  'the voucher code was refused at the till',
  'my voucher code was refused',
  'voucher code refused at the till again',
  'the till refused my voucher code',
];
const noise = [
  'they shout all night long',
  'neighbours shout all night',
  'shout shout all night long',
];
const alone = ['a lovely garden', 'where is platform nine'];

describe('clusters', () => {
  it('gather what means much the same, the largest first, and leave the rest', async () => {
    const texts = [noise[0], ...voucher, alone[0], noise[1], alone[1], noise[2]].map(String);
    const found = await clusters(await vectorsOf(texts), 3, pause);
    const inWords = found.map(({ members }) => members.map((at) => String(texts[at])).sort());
    expect(inWords).toEqual([[...voucher].sort(), [...noise].sort()]);
  });

  it('come out the same every time, and not below their least size', async () => {
    const vectors = await vectorsOf([...voucher, ...noise]);
    const [one, two] = [await clusters(vectors, 4, pause), await clusters(vectors, 4, pause)];
    expect(one).toEqual(two);
    expect(one).toHaveLength(1);
    expect(await clusters([], 2, pause)).toEqual([]);
  });

  it('are known again by their middle', async () => {
    const [a] = await clusters(await vectorsOf(voucher), 3, pause);
    const [b] = await clusters(await vectorsOf(voucher.slice(1)), 2, pause);
    const [c] = await clusters(await vectorsOf(noise), 3, pause);
    const [one, same, other] = [a, b, c].map((each) => each?.centre ?? new Int8Array(512));
    expect(isSamePattern(one as Int8Array, same as Int8Array)).toBe(true);
    expect(isSamePattern(one as Int8Array, other as Int8Array)).toBe(false);
  });
});

describe('telling phrases', () => {
  const others = Array.from(
    { length: 40 },
    (_, n) => `the parcel number ${n} was refused at the door`,
  );

  it('are words and pairs that the others do not have, as they are mostly written', () => {
    const [first = '', ...rest] = tellingPhrases(voucher, others, 4);
    expect(first).toBe('voucher code');
    expect(rest).toContain('till');
    expect(rest).not.toContain('parcel');
    expect(rest).not.toContain('the');
  });

  it('tell nothing where nothing differs, or little was said', () => {
    expect(tellingPhrases(others.slice(0, 10), others.slice(10), 4)).toEqual([]);
    expect(tellingPhrases(['voucher', 'code'], others, 4)).toEqual([]);
    expect(tellingPhrases([], others, 4)).toEqual([]);
  });
});
