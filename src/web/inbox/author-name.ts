import type { Author } from '../app/wire.js';
import { say } from '../language/say.js';

/** The name as shown at the place, else the handle. */
export function authorName(author: Author | null): string {
  return author?.name ?? author?.handle ?? say('Unknown author');
}
