import { ChoicePill } from '../app/choice-pill.js';
import { useSources, useTaxonomy } from '../app/queries.js';
import { say } from '../language/say.js';
import { useMonitors } from '../monitors/monitors.queries.js';
import { COMPLAINT_WORDS, SENTIMENT_WORDS } from '../reading/words.js';
import { readFilters, SORTS, usualSort, type Filters } from './filters.js';
import { SearchBox } from './search-box.js';
import type { ChangeFilters } from './use-filters.js';
import './search.css';

const SORT_WORDS: Readonly<Record<Filters['sort'], string>> = {
  priority: say('Priority'),
  newest: say('Newest'),
  oldest: say('Oldest'),
  due: say('Due first'),
  returning: say('Back first'),
};

/** Search and filters. All they hold is in the address. */
export function FilterBar({ filters, change }: { filters: Filters; change: ChangeFilters }) {
  return (
    <div className="filter-bar">
      <div className="filter-line">
        <SearchBox q={filters.q} change={change} />
        <ChoicePill
          name={say('Sort')}
          clearable={false}
          choices={SORTS.map((value) => ({ value, name: SORT_WORDS[value] }))}
          chosen={[filters.sort]}
          onChoose={([sort]) =>
            change({ sort: SORTS.find((one) => one === sort) ?? usualSort(filters.status) })
          }
        />
      </div>
      <div className="filter-pills">
        <LabelPills filters={filters} change={change} />
        <PlacePills filters={filters} change={change} />
        {filters.author !== null && (
          <ChoicePill
            name={say('One author')}
            choices={[{ value: filters.author, name: say('One author') }]}
            chosen={[filters.author]}
            onChoose={() => change({ author: null })}
          />
        )}
      </div>
    </div>
  );
}

interface Props {
  readonly filters: Filters;
  readonly change: ChangeFilters;
}

function LabelPills({ filters, change }: Props) {
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
        name={say('Complaint')}
        several
        choices={complaints}
        chosen={filters.complaint}
        onChoose={(values) => change({ complaint: parse('complaint', values).complaint })}
      />
      <ChoicePill
        name={say('Feeling')}
        several
        choices={sentiments}
        chosen={filters.sentiment}
        onChoose={(values) => change({ sentiment: parse('sentiment', values).sentiment })}
      />
    </>
  );
}

function PlacePills({ filters, change }: Props) {
  const taxonomy = useTaxonomy();
  const sources = useSources();
  const monitors = useMonitors();
  const all = [
    {
      field: 'topic' as const,
      name: say('Topic'),
      choices: taxonomy.data?.topics.map(({ key, name }) => ({ value: key, name })) ?? [],
    },
    {
      field: 'source' as const,
      name: say('Source'),
      choices: sources.data?.items.map(({ id, name }) => ({ value: id, name })) ?? [],
    },
    {
      field: 'monitor' as const,
      name: say('Monitor'),
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
