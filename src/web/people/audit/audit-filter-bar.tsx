import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { ChoicePill } from '../../app/choice-pill.js';
import { say } from '../../language/say.js';
import { useEverybody } from '../directory/people.queries.js';
import { writeAuditFilters, type AuditFilters } from './audit-filters.js';
import { KIND_CHOICES } from './audit-words.js';

const PAUSE_MS = 300;

/** Whom, what, when, and words; all of it stands in the address. */
export function AuditFilterBar({
  filters,
  change,
}: {
  filters: AuditFilters;
  change: (part: Partial<AuditFilters>) => void;
}) {
  const users = useEverybody();
  const people = (users.data?.items ?? []).map(({ id, name }) => ({ value: id, name }));
  return (
    <search className="audit-filters" aria-label={say('Narrow the log')}>
      <Words text={filters.text} change={(text) => change({ text })} />
      <ChoicePill
        name={say('Who')}
        choices={people}
        chosen={filters.who === '' ? [] : [filters.who]}
        onChoose={([who = '']) => change({ who })}
        searchable
      />
      <ChoicePill
        name={say('About')}
        choices={KIND_CHOICES}
        chosen={filters.kind === '' ? [] : [filters.kind]}
        onChoose={([kind = '']) => change({ kind })}
      />
      <div className="audit-dates">
        <label className="audit-date">
          <span>{say('From')}</span>
          <input
            type="date"
            value={filters.from}
            max={filters.to === '' ? undefined : filters.to}
            onChange={(event) => change({ from: event.currentTarget.value })}
          />
        </label>
        <label className="audit-date">
          <span>{say('To')}</span>
          <input
            type="date"
            value={filters.to}
            min={filters.from === '' ? undefined : filters.from}
            onChange={(event) => change({ to: event.currentTarget.value })}
          />
        </label>
      </div>
      {writeAuditFilters(filters).size > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => change({ who: '', kind: '', from: '', to: '', text: '' })}
        >
          {say('Remove all filters')}
        </Button>
      )}
    </search>
  );
}

/** Asked after a pause in writing; the address may also change by itself, on the way back. */
function Words({ text, change }: { text: string; change: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  const ask = useDebouncedCallback((next: string) => {
    setKnown(next);
    change(next);
  }, PAUSE_MS);
  if (text !== known) {
    setKnown(text);
    setTyped(text);
  }
  return (
    <TextInput
      className="directory-find"
      type="search"
      aria-label={say('Words in the log')}
      placeholder={say('Words in what was done')}
      leftSection={<IconSearch size={15} aria-hidden />}
      maxLength={100}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        ask(event.currentTarget.value.trim());
      }}
    />
  );
}
