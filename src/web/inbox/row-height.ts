import type { Mention } from '../app/wire.js';

/** Heights of the parts of a row in px, as row.css makes them; wrong ones only cost a correction. */
const PLAIN = 84;
const TITLE = 20;
const FACTS = 22;

/** About how high a row will be, before it is drawn and measured. */
export function estimatedHeight(mention: Mention | undefined): number {
  if (mention === undefined) return PLAIN + TITLE;
  const second = mention.title !== null || mention.excerpt.length > 70;
  const facts = mention.reasons.length > 0 || mention.owner !== null || mention.dueAt !== null;
  return PLAIN + (second ? TITLE : 0) + (facts ? FACTS : 0);
}
