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

/** Links of a feed that lead to more of it: the page of older posts (RFC 5005), and WebSub's. */
export type FeedLinks = Partial<Record<'next' | 'hub' | 'self', string>>;

/**
 * Takes an Atom link for what its relation says (RFC 4287, section 4.2.7).
 *
 * @returns the address, when it leads to more of the feed
 */
export function offerLink(
  target: Draft,
  attributes: ReadonlyMap<string, string>,
  rank: number,
  base: string | null,
): FeedLinks {
  const href = attributes.get('href') ?? '';
  if (href === '') return {};
  const relation = (attributes.get('rel') || 'alternate').replace(IANA, '').toLowerCase();
  const url = absoluteUrl(href, base);
  if (relation === 'next') return url === null ? {} : { next: url };
  const relationRank = rankOf(relation, attributes.get('type') ?? '');
  if (relationRank !== null) {
    const found = { content: href, hasElements: false, kind: 'text' as const, base };
    target.offer('link', rank + relationRank, found);
  }
  const isOffer = relation === 'hub' || relation === 'self';
  return isOffer && url !== null ? { [relation]: url } : {};
}
