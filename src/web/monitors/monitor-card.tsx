import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Monitor } from '../app/wire.js';
import { say } from '../language/say.js';

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
        <Link to={`/inbox?status=all&monitor=${monitor.id}`}>{say('its mentions')}</Link>
        {onEdit !== null && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={onEdit}
            aria-label={say('Edit {name}', { name: monitor.name })}
          >
            {say('Edit')}
          </Button>
        )}
      </header>
      {nothing && (
        <p className="monitor-nothing">
          {say('It has no words: only sources that are all about it bring mentions.')}
        </p>
      )}
      <dl className="monitor-rule">
        <Words name={say('Any of')} words={monitor.any} />
        <Words name={say('All of')} words={monitor.all} />
        <Words name={say('None of')} words={monitor.none} tone="none" />
        <Words name={say('Our accounts')} words={monitor.ownAccounts} tone="own" />
        <Words name={say('Our names')} words={monitor.brandNames} tone="own-name" />
        <Words name={say('Competitors')} words={monitor.competitors} tone="other" />
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
