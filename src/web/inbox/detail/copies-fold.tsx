import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../app/client.js';
import type { CopyList, MentionDetail } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { authorName } from '../author-name.js';
import { Copies } from '../copies.js';
import { mentionKey } from '../mentions.queries.js';

/** Exact copies of it: where else the same was posted, and by whom. */
export function CopiesFold({ mention }: { mention: MentionDetail }) {
  if (mention.copyOf !== null) return <Folded mention={mention} />;
  if (mention.copies === 0) return null;
  return (
    <details className="fold">
      <summary>
        {say('{count, plural, one {One exact copy} other {# exact copies}} elsewhere', {
          count: mention.copies,
        })}
      </summary>
      <Copies mention={mention} search="status=all" />
    </details>
  );
}

function Folded({ mention }: { mention: MentionDetail }) {
  const copies = useQuery({
    queryKey: [...mentionKey(mention.id), 'copies'],
    queryFn: ({ signal }) => api<CopyList>(`/mentions/${mention.id}/copies`, { signal }),
  });
  const lead = copies.data?.lead ?? null;
  return (
    <p className="fold-of dim">
      {say('It is an exact copy, folded under another one.')}{' '}
      {lead !== null && (
        <Link to={`/inbox/${lead.id}?status=all`}>
          <bdi>{authorName(lead.author)}</bdi>, <bdi>{lead.sourceName}</bdi>
        </Link>
      )}
    </p>
  );
}
