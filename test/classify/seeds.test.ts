import { describe, expect, it } from 'vitest';
import { TOUCHPOINTS } from '../../src/domain/reading.js';
import { Extractor } from '../../src/classify/features/extractor.js';
import { loadTaxonomy } from '../../src/classify/shipped-reader.js';
import { indexSeeds, matchSeeds } from '../../src/classify/topics/seeds.js';
import { parseTaxonomy } from '../../src/classify/topics/taxonomy.js';

const yaml = (topics: string): string => `
version: '1'
limit: 0.5
seedProbabilities: { strong: 0.85, hint: 0.25 }
groups: [{ key: order, name: Order }]
topics:
${topics}`;
const topic = (key: string, seeds: string, more = ''): string =>
  `  - { key: ${key}, name: N, group: order, touchpoint: delivery, team: t, description: d,
      seeds: ${seeds}, examples: [a, b] ${more} }\n`;

const extractor = new Extractor();
const phrases = (taxonomy: string, text: string): string[] =>
  matchSeeds(indexSeeds(parseTaxonomy(taxonomy, 't')), extractor.extract([text]).tokens).map(
    ({ phrase }) => phrase,
  );

describe('seed phrases', () => {
  const taxonomy = yaml(
    topic('a', '{ strong: [stopped working, charged ... twice, "won\'t turn on"] }'),
  );

  it('match by stems, side by side', () => {
    expect(phrases(taxonomy, 'It STOPS working.')).toEqual(['stopped working']);
    expect(phrases(taxonomy, 'It stopped, working from home was over.')).toEqual([]);
    expect(phrases(taxonomy, 'It stopped me working')).toEqual([]);
    expect(phrases(taxonomy, 'it wont turn on')).toEqual(["won't turn on"]);
  });

  it('let up to three words stand where the phrase says "..."', () => {
    expect(phrases(taxonomy, 'charged twice')).toEqual(['charged ... twice']);
    expect(phrases(taxonomy, 'you charged me £40 again twice')).toEqual(['charged ... twice']);
    expect(phrases(taxonomy, 'charged me a great deal of money twice')).toEqual([]);
    expect(phrases(taxonomy, 'I was charged. Called twice.')).toEqual([]);
  });

  it('count once where the stems are the same, with the surer probability', () => {
    const double = yaml(topic('a', '{ hint: [charge], strong: [charged] }'));
    const found = matchSeeds(
      indexSeeds(parseTaxonomy(double, 't')),
      extractor.extract(['charges']).tokens,
    );
    expect(found).toMatchObject([{ key: 'a', probability: 0.85 }]);
  });
});

describe('the taxonomy', () => {
  it('lists every fault with its place', () => {
    const faulty = yaml(topic('a', '{ loud: [x y] }') + topic('a', '{}', ', colour: red'));
    expect(() => parseTaxonomy(faulty, 'mine.yaml')).toThrow(
      /mine\.yaml cannot be used:[^]*topics\.1: .*colour/,
    );
    const double = yaml(topic('a', '{ loud: [xx] }') + topic('a', '{}'));
    expect(() => parseTaxonomy(double, 'mine.yaml')).toThrow(
      /topics\.0\.seeds: no probability is given for loud[^]*topics\.1\.key: there are two topics a/,
    );
    expect(() => parseTaxonomy('a: [', 'mine.yaml')).toThrow('mine.yaml is not YAML');
  });

  it('that is shipped finds most of its own examples by seeds alone, and some of each topic', () => {
    const taxonomy = loadTaxonomy();
    const index = indexSeeds(taxonomy);
    let found = 0;
    for (const { key, examples } of taxonomy.topics) {
      const hits = examples.filter((example) =>
        matchSeeds(index, extractor.extract([example]).tokens).some((seed) => seed.key === key),
      );
      expect(hits.length, key).toBeGreaterThanOrEqual(1);
      found += hits.length;
    }
    const all = taxonomy.topics.flatMap(({ examples }) => examples).length;
    expect(found / all).toBeGreaterThan(0.7);
  });

  it('that is shipped has a topic at every touchpoint', () => {
    const touched = new Set(loadTaxonomy().topics.map(({ touchpoint }) => touchpoint));
    expect(TOUCHPOINTS.filter((touchpoint) => !touched.has(touchpoint))).toEqual([]);
  });

  it('finds the phrases of other languages', () => {
    const german = topic(
      'a',
      '{ strong: [outage] }',
      ', seedsIn: { de: { strong: [kein Internet] } }',
    );
    expect(phrases(yaml(german), 'Seit heute früh kein Internet!')).toEqual(['kein Internet']);
  });
});
