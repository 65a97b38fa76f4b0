import { describe, expect, it } from 'vitest';
import { fold, LEAST_TELLING, type Foldable } from '../../src/domain/fold.js';

const it1 = (id: number, given: Partial<Foldable> = {}): Foldable => ({
  id: String(id),
  contentHash: 'h',
  authorId: String(id),
  length: LEAST_TELLING,
  gone: false,
  status: 'new',
  copyOf: null,
  leads: false,
  open: true,
  ...given,
});
const folded = (...all: Foldable[]) => Object.fromEntries(fold(all));

describe('exact copies', () => {
  it('are folded under the first, by whomever', () => {
    expect(folded(it1(10), it1(9), it1(11))).toEqual({ 9: null, 10: '9', 11: '9' });
  });

  it('that are short are folded only when one person said it again', () => {
    const short = { length: LEAST_TELLING - 1 };
    expect(folded(it1(1, short), it1(2, short))).toEqual({ 1: null, 2: null });
    const same = { ...short, authorId: '5' };
    expect(folded(it1(1, same), it1(2, same))).toEqual({ 1: null, 2: '1' });
    const unknown = { ...short, authorId: null };
    expect(folded(it1(1, unknown), it1(2, unknown))).toEqual({ 1: null, 2: null });
  });

  it('of an erased text are none', () => {
    expect(folded(it1(1, { contentHash: '' }), it1(2, { contentHash: '' }))).toEqual({
      1: null,
      2: null,
    });
  });

  it('go under the one that stands there already, be they older', () => {
    expect(folded(it1(5, { open: false }), it1(3))).toEqual({ 3: '5' });
  });

  it('that come after it was done stand for themselves, and lead the next', () => {
    const done = it1(1, { open: false, status: 'done' });
    expect(folded(done, it1(2), it1(3))).toEqual({ 2: null, 3: '2' });
    // What was folded before stays.
    expect(folded(done, it1(2, { copyOf: '1' }))).toEqual({ 2: '1' });
  });

  it('of what was dismissed are folded: nobody dismisses the same twice', () => {
    expect(folded(it1(1, { open: false, status: 'dismissed' }), it1(2))).toEqual({ 2: '1' });
  });

  it('are led by the next when the first is gone or was changed', () => {
    const left = [it1(2, { copyOf: '1' }), it1(3, { copyOf: '1' })];
    expect(folded(it1(1, { gone: true }), ...left)).toEqual({ 1: null, 2: null, 3: '2' });
    expect(folded(it1(1, { contentHash: 'other' }), ...left)).toEqual({ 1: null, 2: null, 3: '2' });
  });

  it('never hang below a copy: one that leads others stays', () => {
    expect(folded(it1(1, { open: false }), it1(2, { leads: true }))).toEqual({ 2: null });
  });
});
