import type { EntityManager } from 'typeorm';
import type { ItemAuthor } from '../domain/mention.js';
import { unnest } from './bulk.js';

/** What an account is known by at its place: its handle, else its name; '' when it has neither. */
export function keyOfAuthor(author: ItemAuthor | null): string {
  return author?.handle || author?.name || '';
}

/**
 * The authors of posts, those that are new put in. They stay until the transaction ends.
 *
 * Added and locked in one order, so that two answers never wait for each other in a circle.
 *
 * @param place kind and host, within which a handle names one account
 * @returns their ids by `keyOfAuthor`; those without a key are left out
 */
export async function authorIdsOf(
  transaction: EntityManager,
  place: string,
  authors: readonly ItemAuthor[],
): Promise<Map<string, string>> {
  const byHandle = new Map(
    authors.map((author) => {
      const handle = keyOfAuthor(author);
      return [handle, { handle, name: author.name, url: author.url }];
    }),
  );
  byHandle.delete('');
  if (byHandle.size === 0) return new Map();
  const { from, params } = unnest([...byHandle.values()], {
    handle: 'text',
    name: 'text',
    url: 'text',
  });
  const placeParam = `$${params.length + 1}`;
  await transaction.query(
    `INSERT INTO author (place, handle, name, url)
     SELECT ${placeParam}, handle, name, url FROM ${from}
      WHERE NOT EXISTS (SELECT FROM author known WHERE known.place = ${placeParam} AND known.handle = row.handle)
      ORDER BY handle
     ON CONFLICT (place, handle) DO NOTHING`,
    [...params, place],
  );
  const rows = await transaction.query<{ id: string; handle: string }[]>(
    // Nobody erases one of them before their posts are stored.
    'SELECT id, handle FROM author WHERE place = $1 AND handle = ANY($2) ORDER BY id FOR KEY SHARE',
    [place, params[0]],
  );
  return new Map(rows.map(({ id, handle }) => [handle, id]));
}
