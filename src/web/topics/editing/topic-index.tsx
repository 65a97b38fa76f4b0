import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { NavLink } from 'react-router';
import { say } from '../../language/say.js';
import { inWords } from '../../reading/words.js';
import { changedKeys, type Draft, type DraftTopic } from './draft.js';
import { sayAgain } from '../../language/say-again.js';

/** All topics by group, with what is changed and not saved yet. */
export function TopicIndex({
  draft,
  saved,
  onAdd,
}: {
  draft: Draft;
  saved: Draft;
  /** null: only to look at. */
  onAdd: (() => void) | null;
}) {
  const [search, setSearch] = useState('');
  const changed = new Set(changedKeys(saved, draft).changed);
  const wanted = draft.topics.filter((topic) => holds(topic, search));
  return (
    <div className="split-list">
      <div className="list-head topic-index-head">
        <TextInput
          aria-label={say('Find a topic by its words')}
          placeholder={say('Find by name, phrase or team')}
          leftSection={<IconSearch size={15} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {onAdd !== null && (
          <Button variant="default" leftSection={<IconPlus size={15} />} onClick={onAdd}>
            {say('Add')}
          </Button>
        )}
      </div>
      <nav className="list-scroll" aria-label={say('Topics')}>
        {draft.groups.map((group) => (
          <Group
            key={group.key}
            name={group.name}
            topics={wanted.filter((topic) => topic.group === group.key)}
            changed={changed}
          />
        ))}
        {wanted.length === 0 && (
          <p className="topic-index-none dim">{say('No topic has these words.')}</p>
        )}
      </nav>
    </div>
  );
}

function Group({
  name,
  topics,
  changed,
}: {
  name: string;
  topics: readonly DraftTopic[];
  changed: ReadonlySet<string>;
}) {
  if (topics.length === 0) return null;
  return (
    <section className="topic-group">
      <h3>{sayAgain(name)}</h3>
      <ul>
        {topics.map((topic) => (
          <li key={topic.key}>
            <NavLink to={`/topics/edit/${topic.key}`} className="topic-entry">
              <span className="one-line">{sayAgain(topic.name || topic.key)}</span>
              {changed.has(topic.key) && <span className="topic-entry-new">{say('changed')}</span>}
              <span className="dim one-line topic-entry-foot">
                {inWords(topic.touchpoint)} · {topic.team}
              </span>
            </NavLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function holds(topic: DraftTopic, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  const words = [topic.key, topic.name, sayAgain(topic.name), topic.team, topic.description];
  return (
    wanted === '' ||
    [...words, ...Object.values(topic.seeds).flat()].some((text) =>
      text.toLowerCase().includes(wanted),
    )
  );
}
