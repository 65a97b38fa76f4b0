import type { Mention } from '../app/wire.js';
import { say } from '../language/say.js';

export type DismissReason = NonNullable<Mention['dismissedBecause']>;

/** Why a mention needs no work. */
export const REASON_WORDS: Readonly<Record<DismissReason, string>> = {
  'not-about-us': say('Not about us'),
  spam: say('Spam'),
  duplicate: say('Duplicate'),
  'no-reply-needed': say('No reply needed'),
  'handled-elsewhere': say('Handled elsewhere'),
  other: say('Another reason'),
};

/** One key for each, in the order of the picker; "i" once more takes the usual one. */
export const REASON_KEYS: Readonly<Record<DismissReason, string>> = {
  'no-reply-needed': 'n',
  'not-about-us': 'a',
  spam: 's',
  duplicate: 'd',
  'handled-elsewhere': 'h',
  other: 'o',
};

export const USUAL_REASON: DismissReason = 'no-reply-needed';
