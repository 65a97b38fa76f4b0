import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Candidate } from '../app/wire.js';
import { lasting } from '../app/times.js';
import { When } from '../app/when.js';
import { say } from '../language/say.js';
import { KindIcon } from './kind-icon.js';
import { sayAgain } from '../language/say-again.js';

const SHOWN = 4;

/** What a place would bring, in a sentence and a few examples. */
export function CandidateCard({ candidate, owned }: { candidate: Candidate; owned: boolean }) {
  const { title, kind, kindName, found, url, source } = candidate;
  return (
    <div className={candidate.ok ? 'test-good' : 'test-bad'}>
      <p className="test-line">
        {candidate.ok ? (
          <IconCircleCheck size={18} aria-hidden />
        ) : (
          <IconAlertTriangle size={18} aria-hidden />
        )}
        {candidate.ok ? (
          <Summary candidate={candidate} owned={owned} />
        ) : (
          <span>{sayAgain(candidate.error?.message) ?? say('The place could not be read.')}</span>
        )}
      </p>
      <p className="test-feed dim">
        <KindIcon kind={kind} size={13} /> {kindName}. {title === null ? '' : found}{' '}
        <span className="theirs">{url}</span>
      </p>
      {source !== null && (
        <p className="test-hint">
          {say('This place is a source already: {source}.', {
            source: (
              <Link to={`/sources/${source.id}`}>
                <bdi>{source.name}</bdi>
              </Link>
            ),
          })}
        </p>
      )}
      {candidate.ok && candidate.matching === 0 && !owned && candidate.itemCount > 0 && (
        <p className="test-hint">
          {say(
            'None of them holds a monitor’s words. If the whole place is about you, say so below.',
          )}
        </p>
      )}
      <Sample candidate={candidate} />
    </div>
  );
}

function Summary({ candidate, owned }: { candidate: Candidate; owned: boolean }) {
  const { title, name, itemCount, matching, lastWeek } = candidate;
  if (candidate.firstIntervalSeconds === null) {
    return (
      <span>
        {say(
          '{place} sends by itself. Once it is added you get the address that it must send to.',
          {
            place: (
              <strong>
                <bdi>{name}</bdi>
              </strong>
            ),
          },
        )}
      </span>
    );
  }
  return (
    <span>
      {say(
        '{place}, {count, plural, =0 {no post} one {one post} other {# posts}} in the last week, {kept}.',
        {
          place: (
            <strong>
              <bdi>{title ?? name}</bdi>
            </strong>
          ),
          count: lastWeek,
          kept: (
            <strong>
              {owned
                ? say('all would be kept')
                : say('{matching, number} of {count, number} would match', {
                    matching,
                    count: itemCount,
                  })}
            </strong>
          ),
        },
      )}{' '}
      {candidate.typicalSilenceSeconds !== null && (
        <>
          {say('A post about every {time}.', {
            time: lasting(candidate.typicalSilenceSeconds),
          })}{' '}
        </>
      )}
      {say('It would be asked every {time} at first.', {
        time: lasting(candidate.firstIntervalSeconds),
      })}{' '}
      <span className="dim">
        {say('Answered in {time}.', { time: lasting(candidate.durationMs / 1000) })}
      </span>
    </span>
  );
}

function Sample({ candidate }: { candidate: Candidate }) {
  if (candidate.sample.length === 0) return null;
  return (
    <ul className="test-sample">
      {candidate.sample.slice(0, SHOWN).map((item) => (
        <li key={`${item.url} ${item.publishedAt} ${item.title}`}>
          <span className="theirs one-line" dir="auto">
            {item.title ?? item.excerpt}
          </span>
          {item.publishedAt !== null && (
            <span className="dim">
              <When at={item.publishedAt} ago />
            </span>
          )}
          {item.matches.map(({ monitor, why }) => (
            <span className="test-why" key={monitor}>
              <bdi>{monitor}</bdi>: <bdi>{sayAgain(why)}</bdi>
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
