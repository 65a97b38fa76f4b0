import { Link } from 'react-router';
import type { MentionDetail } from '../app/wire.js';
import { When } from '../app/when.js';
import { LabelLine } from '../reading/labels.js';

/** What the same author said before: nobody should have to say it twice. */
export function Earlier({ mention }: { mention: MentionDetail }) {
  if (mention.earlier.length === 0) return null;
  return (
    <section className="below">
      <h3>
        {mention.earlier.length === 1
          ? 'One other mention by this author'
          : `${mention.earlier.length} other mentions by this author`}
      </h3>
      <ul className="mini-list">
        {mention.earlier.map((other) => (
          <li key={other.id}>
            <Link to={`/inbox/${other.id}?status=all`} className="mini">
              <span className="mini-text theirs" dir="auto">
                {other.title ?? other.excerpt}
              </span>
              <span className="mini-when">
                <When at={other.publishedAt ?? other.fetchedAt} ago />
              </span>
              <LabelLine mention={other} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
