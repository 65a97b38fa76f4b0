import { useMemo } from 'react';
import type { MentionDetail } from '../app/wire.js';
import { When } from '../app/when.js';
import { say } from '../language/say.js';
import { wordDiff } from './word-diff.js';

interface Version {
  readonly title: string | null;
  readonly text: string;
  readonly seenAt: string;
}

/** How the text was changed at its place, newest change first. Nothing when it never was. */
export function Revisions({ mention }: { mention: MentionDetail }) {
  const versions = useMemo(() => versionsOf(mention), [mention]);
  const changes = versions.slice(1).map((after, at) => ({ before: versions[at] ?? after, after }));
  if (changes.length === 0) return null;
  return (
    <details className="fold">
      <summary>
        {say(
          '{count, plural, one {Edited by its author once} other {Edited by its author # times}} since Earshot first saw it',
          { count: changes.length },
        )}
      </summary>
      <ol className="revisions">
        {changes.toReversed().map(({ before, after }) => (
          <li key={after.seenAt}>
            <p className="dim">
              {say('Seen changed {when}', { when: <When at={after.seenAt} ago /> })}
            </p>
            <Diff before={before} after={after} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function versionsOf(mention: MentionDetail): Version[] {
  const seen = mention.revisions.toSorted((a, b) => a.seenAt.localeCompare(b.seenAt));
  const last = seen.at(-1);
  const isLast = last?.text === mention.text && last.title === mention.title;
  if (last === undefined || isLast) return seen;
  return [
    ...seen,
    {
      title: mention.title,
      text: mention.text,
      seenAt: mention.updatedAt ?? mention.fetchedAt,
    },
  ];
}

function Diff({ before, after }: { before: Version; after: Version }) {
  const pieces = wordDiff(whole(before), whole(after));
  return (
    <p className="diff theirs" dir="auto">
      {pieces.map(({ at, kind, text }) => {
        if (kind === 'added') return <ins key={at}>{text}</ins>;
        if (kind === 'removed') return <del key={at}>{text}</del>;
        return <span key={at}>{text}</span>;
      })}
    </p>
  );
}

function whole({ title, text }: Version): string {
  return title === null ? text : `${title}\n${text}`;
}
