import { textOf, thingOf, type Thing } from './thing.js';

const NUMBER = String.raw`(\d{1,4}(?:[.,]\d{1,6})?)`;

/** `4,5`, `4.5 / 5`, `4 von 5`, `80 %`. */
const WRITTEN = new RegExp(
  String.raw`^\s*${NUMBER}\s*(?:(%)|(?:/|of|out of|von|sur|av|de|di|van|z)\s*${NUMBER})?`,
  'i',
);

/**
 * The rating of a review on the scale from 1, the worst, to 5, the best, with two decimals.
 *
 * Other scales are mapped on it in a straight line, worst to worst and best to best. As schema.org
 * has it, a scale goes from 1 to 5 where the page does not say otherwise.
 *
 * @returns null when there is none, or when it lies outside its own scale
 */
export function ratingOf(review: Thing): number | null {
  const rating = thingOf(review, 'reviewrating', 'rating');
  const text =
    rating === null
      ? textOf(review, 'reviewrating', 'rating', 'ratingvalue')
      : textOf(rating, 'ratingvalue', 'value');
  const written = WRITTEN.exec(text ?? '');
  if (written?.[1] === undefined) return null;
  const isPercent = written[2] !== undefined;
  const best = isPercent ? 100 : (bound(rating, 'bestrating', 'best') ?? number(written[3]) ?? 5);
  const worst = isPercent ? 0 : (bound(rating, 'worstrating', 'worst') ?? 1);
  const value = number(written[1]) ?? Number.NaN;
  if (!(best > worst && value >= worst && value <= best)) return null;
  return Math.round((1 + (4 * (value - worst)) / (best - worst)) * 100) / 100;
}

function bound(rating: Thing | null, ...names: readonly string[]): number | null {
  return rating === null ? null : number(textOf(rating, ...names) ?? undefined);
}

function number(text: string | undefined): number | null {
  const value = Number.parseFloat((text ?? '').trim().replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}
