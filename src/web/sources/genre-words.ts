import type { SourceKind } from '../app/wire.js';
import { say } from '../language/say.js';

/** Rooms of places, in the order that lists show them. */
export const GENRE_WORDS: Record<SourceKind['genre'], string> = {
  feed: say('Feeds and blogs'),
  forums: say('Forums'),
  social: say('Social'),
  reviews: say('Reviews and complaints'),
  sites: say('Sites'),
  intake: say('Sent to us'),
};
