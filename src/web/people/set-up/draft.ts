import type { SetUp, User } from '../../app/wire.js';
import { say } from '../../language/say.js';

type Draft = Omit<SetUp, 'password'>;

const KEY = 'earshot-set-up';
/** The person that Earshot makes for the very first link. */
const UNNAMED = 'admin@localhost';

/** What was written before the page opened again in another language; never the password. */
export function draftOf(user: User): Draft {
  const made = user.email === UNNAMED;
  const fresh = {
    name: made ? '' : user.name,
    email: made ? '' : user.email,
    team: say('Community'),
  };
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  return isDraft(kept) ? { ...kept, team: kept.team || fresh.team } : fresh;
}

export const keepDraft = (draft: Draft): void => sessionStorage.setItem(KEY, JSON.stringify(draft));

export const forgetDraft = (): void => sessionStorage.removeItem(KEY);

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'email' in value &&
    'team' in value
  );
}
