import type { OidcProblem } from '../../app/wire.js';
import { say } from '../../language/say.js';

const WORDS: Record<OidcProblem, string> = {
  'oidc-off': say('Single sign-on is not set up here. Sign in another way.'),
  'oidc-unreachable': say(
    'Your organisation’s sign-in could not be reached. Try again in a minute, or sign in another way.',
  ),
  'oidc-expired': say('That took too long, or was begun in another window. Try once more.'),
  'oidc-refused': say(
    'Your organisation’s sign-in did not let you in. Ask whoever looks after it.',
  ),
  'oidc-failed': say(
    'Single sign-on did not work. Try once more; if it stays so, the log of Earshot says why.',
  ),
  'oidc-unverified': say(
    'Your organisation has not confirmed your e-mail address, so Earshot cannot tell who you are.',
  ),
  'oidc-domain': say('Your e-mail address is not of a domain that may sign in here.'),
  'oidc-unknown-person': say(
    'Nobody here has your e-mail address yet. Ask an admin to invite you.',
  ),
  'oidc-deactivated': say('Your account here is deactivated. Ask an admin to activate it again.'),
};

const isProblem = (text: string): text is OidcProblem => text in WORDS;

/** What went wrong with single sign-on; null when the text is none of ours, for anyone can write an address. */
export const oidcProblem = (text: string | null): string | null =>
  text !== null && isProblem(text) ? WORDS[text] : null;
