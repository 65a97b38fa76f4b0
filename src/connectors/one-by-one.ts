import type { KnownPost, Rechecked } from './connector.js';
import { Gone, NotFound, PlaceError } from './errors.js';

/** Posts looked up in one go where a place takes one id per question. */
export const MOST_ONE_BY_ONE = 10;

/**
 * Looks posts up one after the other.
 *
 * "Not found" of a single post means that it is missing; any other refusal ends the round, and
 * what was told until then counts.
 *
 * @param lookUp asks for one post; null when it cannot be told
 * @throws the error of the very first question, since then nothing was told at all
 */
export async function oneByOne(
  posts: readonly KnownPost[],
  lookUp: (post: KnownPost) => Promise<Rechecked | null>,
): Promise<ReadonlyMap<string, Rechecked>> {
  const told = new Map<string, Rechecked>();
  for (const post of posts) {
    try {
      const answer = await lookUp(post);
      if (answer !== null) told.set(post.externalId, answer);
    } catch (error) {
      if (error instanceof NotFound || error instanceof Gone) told.set(post.externalId, 'missing');
      else if (error instanceof PlaceError && told.size > 0) return told;
      else throw error;
    }
  }
  return told;
}
