import { chooseLanguage, languageNow } from '../language/say.js';
import { queryClient } from './queries.js';
import type { Session } from './wire.js';

/**
 * Takes a new session into use. Nothing that somebody else saw stays in memory.
 *
 * @returns whether the page opens again by itself, in the language of the person
 */
export function welcome(session: Session): boolean {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  queryClient.setQueryData(['session'], session);
  const { language } = session.user;
  if (language === null || language === languageNow()) return false;
  chooseLanguage(language);
  return true;
}
