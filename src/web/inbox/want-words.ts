import type { Mention } from '../app/wire.js';
import { say } from '../language/say.js';

/** What a customer asks for, as a reader skims it. */
export const WANT_WORDS: Readonly<Record<NonNullable<Mention['want']>['kind'], string>> = {
  refund: say('Wants a refund'),
  replacement: say('Wants a replacement'),
  repair: say('Wants a repair'),
  cancellation: say('Wants to cancel'),
  answer: say('Wants an answer'),
  access: say('Wants access'),
  apology: say('Wants an apology'),
  change: say('Wants a change'),
};
