import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Monitor } from '../app/wire.js';

/** The rule of a monitor as one reads it. */
export function MonitorCard({
  monitor,
  onEdit,
}: {
  monitor: Monitor;
  onEdit: (() => void) | null;
}) {
  const nothing = monitor.any.length === 0 && monitor.all.length === 0;
  return (
    <li className="card monitor">
      <header className="monitor-head">
        <h2>{monitor.name}</h2>
        <Link to={`/inbox?status=all&monitor=${monitor.id}`}>its mentions</Link>
        {onEdit !== null && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={onEdit}
            aria-label={`Edit ${monitor.name}`}
          >
            Edit
          </Button>
        )}
      </header>
      {nothing && (
        <p className="monitor-nothing">
          It has no words: only sources that are all about it bring mentions.
        </p>
      )}
      <dl className="monitor-rule">
        <Words name="Any of" words={monitor.any} />
        <Words name="All of" words={monitor.all} />
        <Words name="None of" words={monitor.none} tone="none" />
        <Words name="Our accounts" words={monitor.ownAccounts} tone="own" />
        <Words name="Our names" words={monitor.brandNames} tone="own-name" />
        <Words name="Competitors" words={monitor.competitors} tone="other" />
      </dl>
    </li>
  );
}

function Words({
  name,
  words,
  tone = 'word',
}: {
  name: string;
  words: readonly string[];
  tone?: 'word' | 'none' | 'own' | 'own-name' | 'other';
}) {
  if (words.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {words.map((word) => (
          <bdi className={`term term-${tone}`} key={word}>
            {tone === 'own' ? `@${word.replace(/^@/, '')}` : word}
          </bdi>
        ))}
      </dd>
    </div>
  );
}
