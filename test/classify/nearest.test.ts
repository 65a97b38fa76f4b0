import { describe, expect, it } from 'vitest';
import { Extractor } from '../../src/classify/features/extractor.js';
import { NearestTopics } from '../../src/classify/topics/nearest.js';
import { TopicMeanings } from '../../src/classify/topics/topic-meanings.js';
import { TopicReader } from '../../src/classify/topics/topics.js';
import type { Evidence } from '../../src/domain/reading.js';
import { makeTaxonomy, makeTopic, WordMeanings } from '../support/topics.js';

/** A vector of 512 entries that points along the given ones. */
const along = (...entries: readonly (readonly [number, number])[]): Int8Array => {
  const vector = new Int8Array(512);
  for (const [at, value] of entries) vector[at] = value;
  return vector;
};

describe('the nearest topic', () => {
  const nearest = new NearestTopics(
    new Map([
      ['a', [along([0, 127]), along([0, 120], [1, 40])]],
      ['b', [along([2, 127])]],
    ]),
  );

  it('is the one whose texts point the same way, the surer the further the next one is', () => {
    const clear = nearest.of(along([0, 127]));
    const close = nearest.of(along([0, 90], [2, 85]));
    expect(clear?.key).toBe('a');
    expect(close?.key).toBe('a');
    expect(clear?.probability).toBeGreaterThan(0.7);
    expect(close?.probability).toBeLessThan(0.5);
  });

  it('is none for what points elsewhere, and where there is nothing to compare with', () => {
    expect(nearest.of(along([300, 127]))).toBeNull();
    expect(nearest.of(new Int8Array(512))).toBeNull();
    expect(new NearestTopics(new Map([['a', [along([0, 127])]]])).of(along([0, 127]))).toBeNull();
  });

  it('never claims to be sure', () => {
    expect(nearest.of(along([2, 127]))?.probability).toBeLessThanOrEqual(0.8);
  });
});

describe('topics by meaning', async () => {
  const taxonomy = makeTaxonomy([
    makeTopic('voucher', {
      seeds: {},
      description: 'a voucher code is refused at the till',
      examples: ['the till refused my voucher code', 'voucher code refused'],
    }),
    makeTopic('noise', {
      seeds: { strong: ['loud music'] },
      description: 'neighbours shout all night',
      examples: ['they shout all night', 'shouting neighbours at night'],
    }),
  ]);
  const meanings = new WordMeanings();
  const nearest = await new TopicMeanings(meanings).nearest(taxonomy);
  const reader = new TopicReader(taxonomy);
  const read = async (text: string, seen = true) => {
    const evidence: Evidence[] = [];
    const look = { parts: ['', text], features: new Extractor().extract(['', text]), evidence };
    const [meaning] = await meanings.of([text]);
    const vector = seen ? (meaning?.sentence ?? null) : null;
    return { topics: reader.read(look, null, vector, nearest), evidence };
  };

  it('work without a seed phrase and without a head, and quote the words that they share', async () => {
    const { topics, evidence } = await read('Yesterday the till refused a voucher of mine');
    expect(topics.map(({ key }) => key)).toEqual(['voucher']);
    expect(evidence.every((each) => each.for === 'topic:voucher')).toBe(true);
    expect(evidence.map(({ quote }) => quote).join()).toMatch(/refused|voucher|till/);
  });

  it('are not asked for where a seed phrase names one, or the text was not looked at', async () => {
    const both = await read('loud music while the till refused my voucher code');
    expect(both.topics.map(({ key }) => key)).toEqual(['noise']);
    expect((await read('the till refused my voucher code', false)).topics).toEqual([]);
  });

  it('are none for what is about something else', async () => {
    expect((await read('What a lovely garden you have')).topics).toEqual([]);
  });
});
