import { describe, expect, it } from 'vitest';
import {
  differences,
  isSame,
  takeOver,
  TaxonomySchema,
  underTaxonomy,
} from '../../src/domain/taxonomy.js';
import { EffectCount } from '../../src/domain/taxonomy-effect.js';
import { mondayOf, trendOf, weeksUpTo } from '../../src/domain/proposal.js';
import { makeTaxonomy, makeTopic } from '../support/topics.js';

const [a, b, c] = [makeTopic('a'), makeTopic('b'), makeTopic('c')];
const renamed = { ...a, name: 'Another name' };

describe('taxonomies', () => {
  it('are the same whatever the order of their fields and the name of their version', () => {
    const reversed = Object.fromEntries(Object.entries(a).reverse()) as typeof a;
    expect(isSame(makeTaxonomy([a]), makeTaxonomy([reversed], { version: '7' }))).toBe(true);
    expect(isSame(makeTaxonomy([a]), makeTaxonomy([renamed]))).toBe(false);
    expect(isSame(makeTaxonomy([a, b]), makeTaxonomy([b, a]))).toBe(false);
  });

  it('tell what was added, removed and changed', () => {
    expect(differences(makeTaxonomy([a, b]), makeTaxonomy([renamed, c]))).toEqual({
      added: ['c'],
      removed: ['b'],
      changed: ['a'],
    });
  });

  it('need a group and a probability for what they name, and no key twice', () => {
    const faults = (topics: Parameters<typeof makeTaxonomy>[0]) =>
      TaxonomySchema.safeParse(makeTaxonomy(topics)).error?.issues.map(({ path }) =>
        path.join('.'),
      );
    expect(faults([a, b])).toBeUndefined();
    expect(faults([{ ...a, group: 'none' }])).toEqual(['topics.0.group']);
    expect(faults([{ ...a, seedsIn: { de: { loud: ['laut'] } } }])).toEqual(['topics.0.seeds']);
    expect(faults([a, a])).toEqual(['topics.1.key']);
  });
});

describe('a changed file', () => {
  const base = makeTaxonomy([a, b]);

  it('is followed in topics that people left alone', () => {
    const file = makeTaxonomy([renamed, c], { limit: 0.6 });
    const { taxonomy, kept } = takeOver(base, file, makeTaxonomy([a, b], { version: '3' }));
    expect(taxonomy).toEqual({ ...file, version: '3' });
    expect(kept).toEqual([]);
  });

  it('is not followed in topics that people changed, added or removed', () => {
    const own = { ...a, seeds: { strong: ['ours'] } };
    const ours = makeTaxonomy([own, c]);
    const file = makeTaxonomy([renamed, { ...b, name: 'B' }]);
    const { taxonomy, kept } = takeOver(base, file, ours);
    expect(taxonomy.topics).toEqual([own, c]);
    expect(kept).toEqual(['a', 'b']);
  });

  it('keeps groups that topics of ours are in', () => {
    const mine = { key: 'mine', name: 'Mine' };
    const ours = makeTaxonomy([{ ...a, group: 'mine' }], { groups: [mine] });
    const { taxonomy } = takeOver(base, makeTaxonomy([renamed]), ours);
    expect(TaxonomySchema.safeParse(taxonomy).success).toBe(true);
    expect(taxonomy.groups.map(({ key }) => key)).toEqual(['mine', 'all']);
  });
});

it('the name of a reader ends with the version of its topics, once', () => {
  expect(underTaxonomy('linear-2+ab', '3')).toBe('linear-2+ab+t3');
  expect(underTaxonomy(underTaxonomy('linear-2+ab', '3'), '12')).toBe('linear-2+ab+t12');
});

describe('the effect of a changed taxonomy', () => {
  const move = (from: string[], to: string[], complaint = true) => ({
    mentionId: '1',
    from,
    to,
    quote: 'q',
    complaint,
  });

  it('counts what each topic gains and loses, and complaints without one', () => {
    const count = new EffectCount();
    for (const each of [
      move(['a'], ['b']),
      move(['a'], ['a']),
      move([], ['b']),
      move(['a', 'b'], ['b'], false),
      move([], []),
    ])
      count.add(each);
    expect(count.effect(9)).toMatchObject({
      looked: 5,
      stored: 9,
      moved: 3,
      complaints: 4,
      untaggedBefore: 2,
      untaggedAfter: 1,
      topics: [
        { key: 'a', before: 3, gained: 0, lost: 2 },
        { key: 'b', before: 1, gained: 2, lost: 0 },
      ],
    });
  });

  it('shows some moves of every topic, however many another one has', () => {
    const count = new EffectCount();
    for (let n = 0; n < 500; n++) count.add(move([], ['a']));
    count.add(move(['b'], []));
    const { samples, moved } = count.effect(501);
    expect(moved).toBe(501);
    expect(samples.length).toBeLessThan(20);
    expect(samples.at(-1)?.from).toEqual(['b']);
  });
});

describe('a proposal', () => {
  const weeks = (complaints: number, ...counts: number[]) =>
    counts.map((mentions, n) => ({ week: String(n), mentions, complaints }));

  it('rises or falls only when chance does not explain it', () => {
    expect(trendOf(weeks(50, 1, 2, 9, 12))).toBe('rising');
    expect(trendOf(weeks(50, 12, 9, 2, 1))).toBe('falling');
    expect(trendOf(weeks(50, 5, 6, 6, 7))).toBe('steady');
    expect(trendOf(weeks(50, 0, 0, 0, 0))).toBe('steady');
  });

  it('rises in its share among complaints, and not because more were heard', () => {
    const heard = [20, 20, 200, 200];
    const grown = weeks(0, 1, 1, 10, 10).map((week, n) => ({ ...week, complaints: heard[n] ?? 0 }));
    expect(trendOf(grown)).toBe('steady');
    expect(trendOf(weeks(5, 0, 0, 9, 9))).toBe('unknown');
    expect(trendOf([])).toBe('unknown');
  });

  it('is of weeks that begin on Monday, UTC', () => {
    expect(mondayOf(new Date('2026-11-22T23:59:59Z'))).toBe('2026-11-16');
    expect(mondayOf(new Date('2026-11-23T00:00:00Z'))).toBe('2026-11-23');
    expect(weeksUpTo(new Date('2026-11-22T12:00:00Z'))).toEqual([
      '2026-10-26',
      '2026-11-02',
      '2026-11-09',
      '2026-11-16',
    ]);
  });
});
