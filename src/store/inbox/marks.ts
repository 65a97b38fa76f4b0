import type { Want } from '../../domain/mention.js';
import type { Reading } from '../../domain/reading.js';
import { ratingMark } from './asked-conditions.js';

/** Of a mention, what its marks are made of: labels in force. */
export interface Marked extends Pick<Reading, 'effort' | 'leaving' | 'urgency'> {
  readonly touchpoint: string | null;
  readonly language: string | null;
  readonly rating: number | null;
  readonly want: Want | null;
  readonly ours: boolean;
}

/** What a mention can be found by, besides what has a column of its own: `leaving:decided`. */
export function marksOf(it: Marked): string[] {
  const marks = new Set<string>();
  const mark = (kind: string, value: string | null | undefined): void => {
    if (value !== null && value !== undefined) marks.add(`${kind}:${value}`);
  };
  for (const { kind } of it.effort ?? []) mark('effort', kind);
  mark('leaving', it.leaving?.stage);
  mark('urgency', it.urgency?.level);
  mark('touchpoint', it.touchpoint);
  mark('lang', it.language);
  mark('rating', it.rating === null ? null : String(ratingMark(it.rating)));
  mark('want', it.want?.kind);
  if (it.ours) marks.add('ours');
  return [...marks];
}
