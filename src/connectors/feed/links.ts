import type { Draft } from './draft.js';
import { absoluteUrl } from '../text/absolute-url.js';

const IANA = 'http://www.iana.org/assignments/relation/';

/** How good a link of this relation is as the address of a post; null when it is none. */
function rankOf(relation: string, type: string): number | null {
  switch (relation) {
    case 'alternate':
      return type === '' || /html/.test(type) ? 0 : 2;
    case 'via':
    case 'related':
      return 6;
    case 'self':
      return 8;
    default:
      return null;
  }
}

/**
 * Takes an Atom link for what its relation says (RFC 4287, section 4.2.7).
 *
 * @returns the address of the page of older posts, when it is the link to that (RFC 5005)
 */
export function offerLink(
  target: Draft,
  attributes: ReadonlyMap<string, string>,
  rank: number,
  base: string | null,
): string | null {
  const href = attributes.get('href') ?? '';
  if (href === '') return null;
  const relation = (attributes.get('rel') || 'alternate').replace(IANA, '').toLowerCase();
  if (relation === 'next') return absoluteUrl(href, base);
  const relationRank = rankOf(relation, attributes.get('type') ?? '');
  if (relationRank !== null) {
    const found = { content: href, hasElements: false, kind: 'text' as const, base };
    target.offer('link', rank + relationRank, found);
  }
  return null;
}
