import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { initials } from '../app/initials.js';
import { OutsideLink } from '../app/outside-link.js';
import type { Mention } from '../app/wire.js';
import { exactly, lasting } from '../app/times.js';
import { When } from '../app/when.js';
import { KindIcon } from '../sources/kind-icon.js';
import { say } from '../language/say.js';
import { authorName } from './author-name.js';

/** Who said it, where, and when. */
export function DetailHead({ mention }: { mention: Mention }) {
  const { author } = mention;
  return (
    <div className="detail-head">
      <span className="detail-face" aria-hidden>
        {initials(authorName(author))}
      </span>
      <div className="detail-who">
        <p className="detail-name">
          <OutsideLink url={author?.url ?? null}>
            <bdi>{authorName(author)}</bdi>
          </OutsideLink>
          {author !== null && author.handle !== null && author.handle !== author.name && (
            <bdi className="dim">@{author.handle}</bdi>
          )}
          {author?.ours === true && (
            <span className="row-ours">{say('one of our own accounts')}</span>
          )}
        </p>
        <p className="detail-where">
          <span className="detail-place">
            <KindIcon kind={mention.sourceKind} size={14} />
            <bdi>{mention.sourceName}</bdi>
          </span>
          {mention.monitors.map(({ id, name }) => (
            <span key={id}>{say('about {monitor}', { monitor: name })}</span>
          ))}
          <Clocks mention={mention} />
          {mention.rating !== null && <Stars rating={mention.rating} />}
        </p>
      </div>
    </div>
  );
}

function Clocks({ mention }: { mention: Mention }) {
  const { publishedAt, fetchedAt } = mention;
  if (publishedAt === null) {
    return (
      <span>
        {say('fetched {when}, no date at its place', { when: <When at={fetchedAt} ago /> })}
      </span>
    );
  }
  const seconds = (Date.parse(fetchedAt) - Date.parse(publishedAt)) / 1000;
  return (
    <span title={say('Fetched {time}', { time: exactly(fetchedAt) })}>
      {say('posted {when}', { when: <When at={publishedAt} ago /> })},{' '}
      {seconds < 1 ? say('heard at once') : say('heard {time} later', { time: lasting(seconds) })}
    </span>
  );
}

const STARS = [1, 2, 3, 4, 5];

function Stars({ rating }: { rating: number }) {
  const whole = Number.isInteger(rating) && rating >= 0 && rating <= 5;
  if (!whole) return <span className="number">{say('rated {rating}', { rating })}</span>;
  return (
    <span className="stars">
      <span className="unseen">{say('Rated {rating} of 5', { rating })}</span>
      {STARS.map((star) =>
        star <= rating ? (
          <IconStarFilled size={13} key={star} aria-hidden />
        ) : (
          <IconStar size={13} key={star} aria-hidden />
        ),
      )}
    </span>
  );
}
