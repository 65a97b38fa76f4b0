import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, saying } from '../app/client.js';
import { When } from '../app/when.js';
import type { CopyList, Mention } from '../app/wire.js';
import { say } from '../language/say.js';
import { KindIcon } from '../sources/kind-icon.js';
import { authorName } from './author-name.js';

/** The exact copies that are folded under a row: where else the same text stands. */
export function Copies({ mention, search }: { mention: Mention; search: string }) {
  const copies = useQuery({
    queryKey: ['mention', mention.id, 'copies'],
    queryFn: ({ signal }) => api<CopyList>(`/mentions/${mention.id}/copies`, { signal }),
  });
  if (copies.isPending) return <p className="copies-state">{say('Loading the copies')}</p>;
  if (copies.isError) {
    return (
      <p className="copies-state" role="alert">
        {say('The copies could not be loaded.')} {saying(copies.error)}
      </p>
    );
  }
  const { items, total, people } = copies.data;
  return (
    <div className="copies">
      <ul aria-label={say('Copies')}>
        {items.map((copy) => (
          <li key={copy.id}>
            <Link to={{ pathname: `/inbox/${copy.id}`, search }} className="copy-link">
              <KindIcon kind={copy.sourceKind} size={13} />
              <bdi className="copy-who one-line">{authorName(copy.author)}</bdi>
              <bdi className="one-line dim">{copy.sourceName}</bdi>
              <span className="copy-when dim">
                <When at={copy.publishedAt ?? copy.fetchedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="copies-state">
        {say(
          '{people, plural, one {By one author} other {By # authors}}{hidden, plural, =0 {.} other {; # more are not listed.}}',
          { people, hidden: Math.max(0, total - items.length) },
        )}
      </p>
    </div>
  );
}
