import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { ChoicePill } from '../app/choice-pill.js';
import { useKeys } from '../app/keys.js';
import { useSources, useTaxonomy } from '../app/queries.js';
import { useMonitors } from '../monitors/monitors.queries.js';
import { COMPLAINT_WORDS, SENTIMENT_WORDS } from '../reading/words.js';
import { readFilters, type Filters } from './filters.js';

type Change = (change: Partial<Filters>) => void;

/** Search and filters. All they hold is in the address. */
export function FilterBar({ filters, change }: { filters: Filters; change: Change }) {
  return (
    <div className="filter-bar">
      <div className="filter-line">
        <Search q={filters.q} change={change} />
        <ChoicePill
          name="Sort"
          clearable={false}
          choices={[
            { value: 'priority', name: 'Priority' },
            { value: 'newest', name: 'Newest' },
          ]}
          chosen={[filters.sort]}
          onChoose={([sort]) => change({ sort: sort === 'newest' ? 'newest' : 'priority' })}
        />
      </div>
      <div className="filter-pills">
        <LabelPills filters={filters} change={change} />
        <PlacePills filters={filters} change={change} />
        {filters.author !== null && (
          <ChoicePill
            name="One author"
            choices={[{ value: filters.author, name: 'One author' }]}
            chosen={[filters.author]}
            onChoose={() => change({ author: null })}
          />
        )}
      </div>
    </div>
  );
}

function Search({ q, change }: { q: string; change: Change }) {
  const [text, setText] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  const [applied, setApplied] = useState(q);
  if (q !== applied) {
    setApplied(q);
    // Another address was opened; what is being typed stays, with its trailing space.
    if (q !== text.trim()) setText(q);
  }
  const apply = useDebouncedCallback((next: string) => change({ q: next.trim() }), 300);
  useKeys('Search', [{ keys: '/', does: 'Search', run: () => field.current?.focus() }]);
  const clear = (): void => {
    setText('');
    change({ q: '' });
  };
  return (
    <TextInput
      ref={field}
      type="search"
      className="filter-search"
      aria-label="Search in titles and texts"
      placeholder="Search"
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text === '' ? (
          <kbd aria-hidden>/</kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={clear} />
        )
      }
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        apply(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

function LabelPills({ filters, change }: { filters: Filters; change: Change }) {
  const complaints = (['complaint', 'unsure', 'other'] as const).map((value) => ({
    value,
    name: COMPLAINT_WORDS[value],
  }));
  const sentiments = (['negative', 'neutral', 'positive', 'unsure'] as const).map((value) => ({
    value,
    name: SENTIMENT_WORDS[value],
  }));
  const parse = (name: string, values: readonly string[]): Filters =>
    readFilters(new URLSearchParams([[name, values.join(',')]]));
  return (
    <>
      <ChoicePill
        name="Complaint"
        several
        choices={complaints}
        chosen={filters.complaint}
        onChoose={(values) => change({ complaint: parse('complaint', values).complaint })}
      />
      <ChoicePill
        name="Feeling"
        several
        choices={sentiments}
        chosen={filters.sentiment}
        onChoose={(values) => change({ sentiment: parse('sentiment', values).sentiment })}
      />
    </>
  );
}

function PlacePills({ filters, change }: { filters: Filters; change: Change }) {
  const taxonomy = useTaxonomy();
  const sources = useSources();
  const monitors = useMonitors();
  const all = [
    {
      field: 'topic' as const,
      name: 'Topic',
      choices: taxonomy.data?.topics.map(({ key, name }) => ({ value: key, name })) ?? [],
    },
    {
      field: 'source' as const,
      name: 'Source',
      choices: sources.data?.items.map(({ id, name }) => ({ value: id, name })) ?? [],
    },
    {
      field: 'monitor' as const,
      name: 'Monitor',
      choices: monitors.data?.items.map(({ id, name }) => ({ value: id, name })) ?? [],
    },
  ];
  return all
    .filter(({ field, choices }) => choices.length > 1 || filters[field] !== null)
    .map(({ field, name, choices }) => (
      <ChoicePill
        key={field}
        name={name}
        searchable={choices.length > 8}
        choices={choices}
        chosen={filters[field] === null ? [] : [filters[field]]}
        onChoose={([value]) => change({ [field]: value ?? null })}
      />
    ));
}
