import { Link } from 'react-router';
import { exactly } from '../../app/times.js';
import type { AuditEntry } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { sayAgain } from '../../language/say-again.js';
import { kindName, placeOf, timeOf } from './audit-words.js';

/** One deed in words: when, who, what, and about what; its particulars when asked for. */
export function AuditLine({ entry }: { entry: AuditEntry }) {
  const { at, by, what, subject, detail } = entry;
  const place = placeOf(subject);
  // Its id is that of the person, or says that nobody is known.
  const isSession = subject.kind === 'session';
  const about = (
    <>
      {kindName(subject.kind)} <bdi>{subject.name ?? (isSession ? '' : subject.id)}</bdi>
    </>
  );
  return (
    <li className="audit-line">
      <time dateTime={at} title={exactly(at)} className="dim">
        {timeOf(at)}
      </time>
      <div className="audit-deed">
        <p>
          <strong>
            <bdi>{by?.name ?? 'Earshot'}</bdi>
          </strong>{' '}
          <bdi>{sayAgain(what)}</bdi>
        </p>
        {hasMore(detail) && (
          <details className="audit-more">
            <summary>{say('Details')}</summary>
            <Detail detail={detail} />
          </details>
        )}
      </div>
      <span className="audit-about dim">
        {place === null ? <span>{about}</span> : <Link to={place}>{about}</Link>}
      </span>
    </li>
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasMore = (detail: unknown): boolean =>
  detail !== null &&
  detail !== undefined &&
  !(isRecord(detail) && Object.keys(detail).length === 0);

/** By name as far as it has names; the names are those of the API. */
function Detail({ detail }: { detail: unknown }) {
  if (!isRecord(detail)) return <pre className="letter-error">{inWords(detail)}</pre>;
  return (
    <dl className="audit-detail">
      {Object.entries(detail).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{inWords(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function inWords(value: unknown): string {
  if (value === null || value === undefined) return say('nothing');
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  if (!isRecord(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) => `${name}: ${inWords(part)}`);
  return parts.join('\n');
}
