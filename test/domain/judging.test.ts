import { describe, expect, it } from 'vitest';
import { BY_LOT, chooseToJudge, PER_DAY, type Judgeable } from '../../src/domain/judging.js';
import { Dice } from '../support/makers.js';

let made = 0;
const text = (given: Partial<Judgeable> = {}): Judgeable => {
  const id = String(++made);
  return {
    mentionId: id,
    contentHash: `hash-${id}`,
    language: 'en',
    sourceId: id,
    sureness: { complaint: 0.9 },
    judged: [],
    vector: null,
    ...given,
  };
};
const texts = (count: number, given: Partial<Judgeable> = {}): Judgeable[] =>
  Array.from({ length: count }, () => text(given));
const choose = (lot: readonly Judgeable[], open: readonly Judgeable[], seed = 1) => {
  const dice = new Dice(seed);
  return chooseToJudge(lot, open, () => dice.next());
};

describe('the texts of a day', () => {
  it('are ten: three by lot, the others those the reading is least sure of', () => {
    const sure = texts(40);
    const unsure = texts(8, { sureness: { complaint: 0.52 } });
    const { ask } = choose(sure.slice(0, 5), [...sure, ...unsure]);
    expect(ask).toHaveLength(PER_DAY);
    expect(ask.filter(({ drawn }) => drawn === 'sample')).toHaveLength(BY_LOT);
    const taught = ask.filter(({ drawn }) => drawn === 'unsure').map(({ mentionId }) => mentionId);
    expect(unsure.map(({ mentionId }) => mentionId)).toEqual(expect.arrayContaining(taught));
  });

  it('are mixed: where a text stands does not tell how it was drawn', () => {
    const places = Array.from({ length: 30 }, (_, seed) => {
      const { ask } = choose(texts(5), texts(30), seed);
      return ask.findIndex(({ drawn }) => drawn === 'sample');
    });
    expect(new Set(places).size).toBeGreaterThan(3);
  });

  it('ask for the label that is least sure, by what a guess would have', () => {
    const { ask } = choose(
      [],
      [text({ sureness: { complaint: 0.7, sentiment: 0.5, urgency: 0.9 } })],
    );
    expect(ask).toMatchObject([{ asked: 'sentiment' }]);
  });

  it('hold no text twice, not even as a copy', () => {
    const copies = texts(12, { contentHash: 'same' });
    expect(choose(copies.slice(0, 4), copies).ask).toHaveLength(1);
  });

  it('hold none that says much the same as another', () => {
    const vector = Int8Array.from({ length: 512 }, (_, at) => (at % 7) - 3);
    const other = Int8Array.from({ length: 512 }, (_, at) => (at % 5) - 2);
    const { ask } = choose([], [...texts(5, { vector }), text({ vector: other })]);
    expect(ask).toHaveLength(2);
  });

  it('come from several sources and languages when they are about as unsure', () => {
    const loud = texts(20, { sourceId: 'loud', sureness: { complaint: 0.55 } });
    const quiet = texts(2, { sourceId: 'quiet', language: 'fr', sureness: { complaint: 0.6 } });
    const { ask } = choose([], [...loud, ...quiet]);
    const ids = ask.map(({ mentionId }) => mentionId);
    expect(ids).toEqual(expect.arrayContaining(quiet.map(({ mentionId }) => mentionId)));
  });

  it('drawn by lot and judged already are not asked for again, but belong to the sample', () => {
    const [known, fresh] = [text({ judged: ['complaint'] }), text()];
    const { ask, known: counted } = choose([known, fresh], []);
    expect(counted).toEqual([{ mentionId: known.mentionId, asked: 'complaint', drawn: 'sample' }]);
    expect(ask).toMatchObject([{ mentionId: fresh.mentionId, drawn: 'sample' }]);
  });

  it('are fewer when there are fewer', () => {
    expect(choose([], []).ask).toEqual([]);
    expect(choose(texts(1), texts(2)).ask).toHaveLength(3);
    expect(choose([text({ sureness: {} })], [text({ sureness: {} })]).ask).toEqual([]);
  });
});
