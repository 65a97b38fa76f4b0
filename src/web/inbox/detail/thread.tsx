import { Link } from 'react-router';
import { OutsideLink } from '../../app/outside-link.js';
import { safeAddress } from '../../app/safe-address.js';
import { When } from '../../app/when.js';
import type { MentionDetail, Thread as ThreadAnswer } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { authorName } from '../author-name.js';
import { useThread } from './detail.queries.js';
import { Part } from './part.js';
import './thread.css';

/** What was said around it at its place, as far as it is stored here. */
export function Thread({ mention }: { mention: MentionDetail }) {
  if (!mention.inThread) return null;
  return <Loaded mention={mention} />;
}

function Loaded({ mention }: { mention: MentionDetail }) {
  const thread = useThread(mention.id);
  return (
    <Part title={say('Thread')} query={thread}>
      {({ items, startsElsewhere, cut }) => (
        <>
          {startsElsewhere && (
            <Elsewhere url={mention.url}>
              {items.length > 1
                ? say('It begins with a post that is not stored here.')
                : say('It answers a post that is not stored here.')}
            </Elsewhere>
          )}
          {items.length > 1 && (
            <ol className="thread">
              {items.map((item) => (
                <Post item={item} key={item.mention.id} />
              ))}
            </ol>
          )}
          {cut && (
            <Elsewhere url={mention.url}>{say('There are more answers than these.')}</Elsewhere>
          )}
        </>
      )}
    </Part>
  );
}

function Elsewhere({ url, children }: { url: string | null; children: string }) {
  return (
    <p className="dim thread-elsewhere">
      {children}{' '}
      {safeAddress(url) !== null && (
        <OutsideLink url={url}>{say('See it at the place')}</OutsideLink>
      )}
    </p>
  );
}

const DEPTHS = 5;

function Post({ item: { mention, depth, relation } }: { item: ThreadAnswer['items'][number] }) {
  const here = relation === 'self';
  const words = mention.erasedAt === null ? (mention.title ?? mention.excerpt) : say('Erased');
  const post = (
    <>
      <span className="thread-who">
        <bdi>{authorName(mention.author)}</bdi>
        {mention.author?.ours === true && <span className="row-ours">{say('ours')}</span>}
        <span className="dim">
          <When at={mention.publishedAt ?? mention.fetchedAt} ago />
        </span>
        {here && <span className="thread-here">{say('this one')}</span>}
      </span>
      <span className="mini-text theirs" dir="auto">
        {words}
      </span>
    </>
  );
  return (
    <li
      className={`thread-post thread-${Math.min(depth, DEPTHS)}`}
      aria-current={here || undefined}
    >
      {here ? (
        <span className="thread-link">{post}</span>
      ) : (
        <Link to={`/inbox/${mention.id}?status=all`} className="thread-link">
          {post}
        </Link>
      )}
    </li>
  );
}
