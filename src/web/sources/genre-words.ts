import type { SourceKind } from '../app/wire.js';

/** Rooms of places, in the order that lists show them. */
export const GENRE_WORDS: Record<SourceKind['genre'], string> = {
  feed: 'Feeds and blogs',
  forums: 'Forums',
  social: 'Social',
  reviews: 'Reviews and complaints',
  sites: 'Sites',
  intake: 'Sent to us',
};
