import { IconFilterOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Match, MentionDetail } from '../../app/wire.js';
import { sayAgain } from '../../language/say-again.js';
import { say } from '../../language/say.js';
import '../../reading/marks.css';

/** Which monitors heard it, what they listen for, and the words that answered to that. */
export function WhyMatched({ mention }: { mention: MentionDetail }) {
  return (
    <section className="side-block">
      <h3>
        {say('Why it is here')} <kbd aria-hidden>9</kbd>
      </h3>
      {mention.matchedBecause.length === 0 && (
        <p className="dim">{say('The monitor that heard it is there no more.')}</p>
      )}
      <ul className="side-list">
        {mention.matchedBecause.map((match) => (
          <Monitor match={match} key={match.monitorId} />
        ))}
      </ul>
      <Link to="/filtered-out" className="side-more">
        <IconFilterOff size={14} aria-hidden />
        {say('What was filtered out')}
      </Link>
    </section>
  );
}

function Monitor({ match: { monitor, why, words, query } }: { match: Match }) {
  return (
    <li className="match">
      <p>
        <Link to="/monitors">
          <bdi>{monitor}</bdi>
        </Link>{' '}
        <span className="theirs">{sayAgain(why)}</span>
      </p>
      {words.length > 0 && (
        <p className="match-words">
          {words.map((word) => (
            <mark className="mark mark-heard" key={word}>
              <bdi>{word}</bdi>
            </mark>
          ))}
        </p>
      )}
      <details className="match-query">
        <summary>{say('What it listens for')}</summary>
        <dl>
          <Terms name={say('Any of')} terms={query.any} />
          <Terms name={say('All of')} terms={query.all} />
          <Terms name={say('None of')} terms={query.none} />
        </dl>
      </details>
    </li>
  );
}

function Terms({ name, terms }: { name: string; terms: readonly string[] }) {
  if (terms.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{terms.map((term) => `“${term}”`).join(', ')}</bdi>
      </dd>
    </div>
  );
}
