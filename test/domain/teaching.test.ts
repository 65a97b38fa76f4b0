import { describe, expect, it } from 'vitest';
import { isHeldBack, neededInWords, stillNeeded, teachable } from '../../src/domain/teaching.js';

describe('what is held back', () => {
  it('is one text in five, and the same ones every time', () => {
    const hashes = Array.from({ length: 5_000 }, (_, n) => `digest-${n}`);
    const held = hashes.filter(isHeldBack);
    expect(held.length).toBeGreaterThan(900);
    expect(held.length).toBeLessThan(1_100);
    expect(hashes.filter(isHeldBack)).toEqual(held);
  });
});

describe('what is still needed', () => {
  it.each([
    [{ learnt: 0, heldBack: 0 }, 40],
    [{ learnt: 29, heldBack: 8 }, 2],
    [{ learnt: 30, heldBack: 7 }, 5],
    [{ learnt: 30, heldBack: 8 }, 0],
    [{ learnt: 500, heldBack: 100 }, 0],
  ])('of %o is %d', (count, needed) => expect(stillNeeded(count)).toBe(needed));

  it('is told in words, until there are enough', () => {
    expect(neededInWords({ learnt: 22, heldBack: 8 })).toBe(
      'about 10 more corrections until the first lesson',
    );
    expect(neededInWords({ learnt: 30, heldBack: 8 })).toBeNull();
  });
});

describe('what can be taught', () => {
  const lesson = (language: string | null, ...labels: string[]) => ({ language, labels });
  const one = { languages: ['en'], classes: ['complaint', 'other'], several: false };

  it('is in the languages of the model; a text of unknown language is taken for one of them', () => {
    const lessons = [lesson('en', 'other'), lesson('en-GB', 'other'), lesson('de', 'other')];
    expect(teachable(one, [...lessons, lesson(null, 'other')])).toHaveLength(3);
  });

  it('has no label that the model has not', () => {
    expect(teachable(one, [lesson('en', 'complaint'), lesson('en', 'praise')])).toHaveLength(1);
    expect(teachable(one, [lesson('en')])).toEqual([]);
  });

  it('may be without a label where any number of them may hold', () => {
    const topics = { languages: ['en'], classes: ['late', 'broken'], several: true };
    const lessons = [lesson('en'), lesson('en', 'late', 'broken'), lesson('en', 'late', 'own')];
    expect(teachable(topics, lessons)).toHaveLength(2);
  });
});
