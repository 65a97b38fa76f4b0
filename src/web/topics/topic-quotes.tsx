import { Link } from 'react-router';
import { Failed, Waiting } from '../app/states.js';
import type { Mention, Topic } from '../app/wire.js';
import { OutsideLink } from '../app/outside-link.js';
import { safeAddress } from '../app/safe-address.js';
import { When } from '../app/when.js';
import { authorName } from '../inbox/author-name.js';
import { say } from '../language/say.js';
import { inWords } from '../reading/words.js';
import { useQuotes } from './topics.queries.js';
import { sayAgain } from '../language/say-again.js';

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
    <section
      className="quotes card"
      aria-label={say('Quotes: {name}', { name: sayAgain(topic.name) })}
    >
      <header className="quotes-head">
        <h2>{sayAgain(topic.name)}</h2>
        {topic.touchpoint !== null && (
          <p className="dim">{say('Touchpoint: {name}', { name: inWords(topic.touchpoint) })}</p>
        )}
        <p className="dim number">
          {say(
            '{mentions, plural, one {# complaint} other {# complaints}} by {people, plural, one {one person} other {# people}} in {weeks, number} weeks',
            { mentions: topic.mentions, people: topic.people, weeks },
          )}
          {' · '}
          <Link to={`/inbox?status=all&complaint=complaint&topic=${encodeURIComponent(topic.key)}`}>
            {say('all in the inbox')}
          </Link>
        </p>
      </header>
      {quotes.isPending && <Waiting what={say('quotes')} lines={4} />}
      {quotes.isError && items === undefined && (
        <Failed what={say('The quotes')} error={quotes.error} retry={() => void quotes.refetch()} />
      )}
      {items?.length === 0 && (
        <p className="quotes-none dim">{say('No complaint in this time.')}</p>
      )}
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
        <Link to={`/inbox/${mention.id}?status=all`}>{say('open')}</Link>
        {safeAddress(mention.url) !== null && (
          <OutsideLink url={mention.url}>{say('where posted')}</OutsideLink>
        )}
      </p>
    </li>
  );
}
