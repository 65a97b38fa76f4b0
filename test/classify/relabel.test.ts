import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Meaning } from '../../src/classify/meaning.js';
import { LinearReader, type Heads } from '../../src/classify/reader.js';
import { loadTaxonomy } from '../../src/classify/shipped-reader.js';
import { Relabeller, type ReadText } from '../../src/classify/topics/relabel.js';
import { TopicMeanings } from '../../src/classify/topics/topic-meanings.js';
import type { Read } from '../../src/domain/reading.js';
import type { Taxonomy } from '../../src/domain/taxonomy.js';
import { makeHead, makeTopic, WordMeanings } from '../support/topics.js';

const texts = readFileSync('config/labels/dev.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { text: string }).text)
  .slice(0, 250);
const inputs = [
  ...texts.map((text, n) => ({ text, title: n % 3 === 0 ? 'A title' : null })),
  { text: 'Seit heute früh kein Internet!', title: null, language: 'de' },
  { text: 'Aucun train depuis ce matin, merci bien.', title: null, language: 'fr' },
  { text: '…', title: null },
];

const before = loadTaxonomy();
/** Fewer topics, a new one, other phrases, other touchpoints, another limit. */
const after: Taxonomy = {
  ...before,
  version: '9',
  limit: 0.4,
  topics: [
    ...before.topics
      .filter(({ key }) => key !== 'product-quality')
      .map((topic, n) =>
        n % 2 === 0 ? topic : { ...topic, touchpoint: 'shop' as const, seeds: { hint: ['phone'] } },
      ),
    makeTopic('film', {
      group: 'product',
      seeds: { strong: ['movie', 'film', 'plot'] },
      seedsIn: { de: { strong: ['kein Internet'] } },
    }),
  ],
};
const taught = ['delivery', 'refund', 'fees', 'product-quality', 'software'];
const allHeads: Heads = {
  complaint: [
    makeHead({
      task: 'complaint',
      link: 'binary',
      classes: ['other', 'complaint'],
      strength: 4,
      open: 0.85,
    }),
  ],
  topic: [
    makeHead({
      task: 'topic',
      link: 'independent',
      classes: taught,
      strength: 9,
      bias: -2,
      open: 0.6,
    }),
  ],
  touchpoint: [
    makeHead({
      task: 'touchpoint',
      link: 'softmax',
      classes: ['delivery', 'invoice', 'support'],
      strength: 9,
      open: 0.9,
    }),
  ],
};

const readUnder = (heads: Heads, taxonomy: Taxonomy): Promise<Read[]> =>
  new LinearReader({ heads, taxonomy, meanings: new WordMeanings() }).read(inputs);
const stored = (reads: readonly Read[], scores: readonly ReadText['scores'][] = []): ReadText[] =>
  reads.map(({ reading, vector }, n) => ({
    ...(inputs[n] as (typeof inputs)[number]),
    contentHash: String(n),
    reading,
    vector,
    scores: scores[n] ?? null,
  }));

/** Fails when it is asked: nothing is to be encoded again. */
class NoMeanings extends WordMeanings {
  override of(given: readonly string[]): Promise<Meaning[]> {
    if (given.length > 0) throw new Error(`asked for ${given.length} texts`);
    return Promise.resolve([]);
  }
}

const { topic: _topic, ...seedsOnly } = allHeads;
const kinds = [
  ['with a topic head', allHeads],
  ['by phrases and meaning alone', seedsOnly],
] as const;

describe.each(kinds)(
  'topics that are worked out anew for stored readings, %s',
  async (_kind, heads) => {
    const meanings = new WordMeanings();
    const known = new TopicMeanings(meanings);
    const relabeller = await Relabeller.open(heads, after, meanings, known);
    const old = await readUnder(heads, before);
    const fresh = await readUnder(heads, after);
    const relabelled = await relabeller.relabel(stored(old));

    it('are those of a fresh reading under the new taxonomy, with its touchpoint and its quotes', () => {
      expect(
        relabelled.map(({ topics, touchpoint, evidence }) => ({ topics, touchpoint, evidence })),
      ).toEqual(
        fresh.map(({ reading: { topics, touchpoint, evidence } }) => ({
          topics,
          touchpoint,
          evidence,
        })),
      );
    });

    it('differ from the old ones in many texts, some of them looked at twice', () => {
      const keys = (reads: readonly Read[]) =>
        reads.map(({ reading }) => (reading.topics ?? []).map(({ key }) => key).join());
      const changed = keys(old).filter((each, n) => each !== keys(fresh)[n]);
      expect(changed.length).toBeGreaterThan(30);
      const deep = old.filter(({ vector }) => vector !== null);
      expect(deep.length).toBeGreaterThan(30);
      expect(deep.length).toBeLessThan(old.length);
    });

    it('need no encoding when it is known what the heads said', async () => {
      const scores = relabelled.map((each) => each.scores);
      const again = await Relabeller.open(heads, after, new NoMeanings(), known);
      expect(await again.relabel(stored(old, scores))).toEqual(relabelled);
    });

    it('do not go by what other heads said, or of another text', async () => {
      const wrong = relabelled.map(({ scores }) =>
        scores === null ? null : { ...scores, contentHash: 'other' },
      );
      expect(await relabeller.relabel(stored(old, wrong))).toEqual(relabelled);
      const other = relabelled.map(({ scores }) =>
        scores === null ? null : { ...scores, heads: 'x' },
      );
      expect(await relabeller.relabel(stored(old, other))).toEqual(relabelled);
    });

    it('need none at all with what reading kept', async () => {
      const kept = old.map(
        ({ topicScores }, n) => topicScores && { ...topicScores, contentHash: String(n) },
      );
      const again = await Relabeller.open(heads, after, new NoMeanings(), known);
      const labels = (all: typeof relabelled) =>
        all.map(({ topics, touchpoint, evidence }) => ({ topics, touchpoint, evidence }));
      expect(
        labels(
          await again.relabel(
            stored(
              old,
              kept.map((each) => each ?? null),
            ),
          ),
        ),
      ).toEqual(labels(relabelled));
    });

    it('are found in a language that has phrases by now, and in no other', () => {
      const [german, french] = relabelled.slice(-3).map(({ topics }) => topics);
      expect(old.at(-3)?.reading.topics).toBeNull();
      expect(german?.map(({ key }) => key)).toEqual(['film']);
      expect(french).toBeNull();
    });
  },
);
