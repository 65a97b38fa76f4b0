import type { Item } from '../../domain/mention.js';
import type { Parsed, ParseRequest } from '../connector.js';
import { feedConnector } from '../feed/feed.connector.js';
import { authorOf } from './reddit-answer.js';

/** What Reddit puts under every text of its feeds. */
const TAIL = /\s*submitted by\s+(?:\/?u\/)?([\w-]+)[\s\S]{0,300}\[(?:\d+ )?comments?\]\s*$/;

/**
 * Reads a feed of Reddit (Atom, or RSS 2.0 as it was once) to the same ids as its interface gives.
 *
 * @throws Unreadable
 */
export async function readRedditFeed(request: ParseRequest): Promise<Parsed> {
  const { place, items, freshForSeconds } = await feedConnector.parse(request);
  return { place, items: items.map(itemOf), freshForSeconds: freshForSeconds ?? null };
}

function itemOf(item: Item): Item {
  const handle = item.author?.name?.replace(/^\/?u\//, '') ?? TAIL.exec(item.text)?.[1];
  return {
    ...item,
    externalId: fullName(item) ?? item.externalId,
    text: item.text.replace(TAIL, ''),
    author: authorOf(handle),
    // Its categories come twice, as a term and as a label; its posts all have been "updated".
    tags: item.tags.filter((tag) => !tag.startsWith('r/')),
    updatedAt: item.updatedAt === item.publishedAt ? null : item.updatedAt,
    parentId: item.parentId ?? linkOf(item),
  };
}

/** Feeds give the full name as id, or did once give the address. */
function fullName({ externalId, url }: Item): string | null {
  if (/^t[13]_[a-z0-9]+$/.test(externalId)) return externalId;
  const [, link, comment] = addressParts(url ?? externalId);
  if (comment !== undefined) return `t1_${comment}`;
  return link === undefined ? null : `t3_${link}`;
}

function linkOf({ externalId, url }: Item): string | null {
  const [, link, comment] = addressParts(url ?? '');
  const isComment = externalId.startsWith('t1_') || comment !== undefined;
  return isComment && link !== undefined ? `t3_${link}` : null;
}

function addressParts(url: string): readonly (string | undefined)[] {
  return /\/comments\/([a-z0-9]+)(?:\/[^/]*\/([a-z0-9]+))?/.exec(url) ?? [];
}
