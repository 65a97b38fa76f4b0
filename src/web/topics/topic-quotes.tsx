import { Link } from 'react-router';
import { Failed, Waiting } from '../app/states.js';
import type { Mention, Topic } from '../app/wire.js';
import { OutsideLink } from '../app/outside-link.js';
import { safeAddress } from '../app/safe-address.js';
import { When } from '../app/when.js';
import { authorName } from '../inbox/author-name.js';
import { inWords } from '../reading/words.js';
import { useQuotes } from './topics.queries.js';

/** What people said, in their words. */
export function TopicQuotes({
  topic,
  weeks,
  monitor,
}: {
  topic: Topic;
  weeks: number;
  monitor: string | null;
}) {
  const quotes = useQuotes(topic.key, weeks, monitor);
  const items = quotes.data?.items;
  return (
    <section className="quotes card" aria-label={`Quotes: ${topic.name}`}>
      <header className="quotes-head">
        <h2>{topic.name}</h2>
        {topic.touchpoint !== null && (
          <p className="dim">Touchpoint: {inWords(topic.touchpoint).toLowerCase()}</p>
        )}
        <p className="dim number">
          {topic.mentions === 1 ? '1 complaint' : `${topic.mentions} complaints`} by{' '}
          {topic.people === 1 ? 'one person' : `${topic.people} people`} in {weeks} weeks ·{' '}
          <Link to={`/inbox?status=all&complaint=complaint&topic=${encodeURIComponent(topic.key)}`}>
            all in the inbox
          </Link>
        </p>
      </header>
      {quotes.isPending && <Waiting what="quotes" lines={4} />}
      {quotes.isError && items === undefined && (
        <Failed what="The quotes" error={quotes.error} retry={() => void quotes.refetch()} />
      )}
      {items?.length === 0 && <p className="quotes-none dim">No complaint in this time.</p>}
      <ul>
        {items?.map((mention) => (
          <Quoted mention={mention} key={mention.id} />
        ))}
      </ul>
    </section>
  );
}

function Quoted({ mention }: { mention: Mention }) {
  return (
    <li className="quoted">
      <blockquote className="theirs" dir="auto">
        {mention.excerpt}
        {mention.excerpt.length >= 280 && '…'}
      </blockquote>
      <p className="quoted-foot">
        <bdi>{authorName(mention.author)}</bdi>
        <bdi>{mention.sourceName}</bdi>
        <When at={mention.publishedAt ?? mention.fetchedAt} ago />
        <Link to={`/inbox/${mention.id}?status=all`}>open</Link>
        {safeAddress(mention.url) !== null && (
          <OutsideLink url={mention.url}>where posted</OutsideLink>
        )}
      </p>
    </li>
  );
}
