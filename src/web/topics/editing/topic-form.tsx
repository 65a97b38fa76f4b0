import { Button, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { say } from '../../language/say.js';
import { TOUCHPOINTS } from '../../reading/touchpoints.js';
import { inWords } from '../../reading/words.js';
import { missingIn, STRENGTHS, type Draft, type DraftTopic } from './draft.js';
import { sayAgain } from '../../language/say-again.js';

const SEEDS = {
  strong: say('Phrases that name it in nearly any context'),
  likely: say('Phrases that name it in most contexts'),
  hint: say('Hints: three are needed, or one beside a likely phrase'),
} as const;

/** One topic, to be changed. Nothing is saved here. */
export function TopicForm({
  draft,
  topic,
  readOnly,
  onChange,
  onRemove,
}: {
  draft: Draft;
  topic: DraftTopic;
  readOnly: boolean;
  onChange: (topic: DraftTopic) => void;
  onRemove: () => void;
}) {
  const set = (change: Partial<DraftTopic>): void => onChange({ ...topic, ...change });
  const missing = missingIn(topic);
  return (
    <fieldset className="topic-form" disabled={readOnly} aria-label={topic.name}>
      <Names draft={draft} topic={topic} set={set} />
      <Textarea
        label={say('Description')}
        description={say(
          'What belongs to it. Texts that mean much the same are found by this, too.',
        )}
        autosize
        minRows={2}
        maxLength={1000}
        value={topic.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      {STRENGTHS.map((strength) => (
        <TagsInput
          key={strength}
          label={SEEDS[strength]}
          {...(strength === 'strong'
            ? {
                description: say(
                  'Press Enter after each. “stopped working” also finds “stops working”; “charged ... twice” lets three words stand between.',
                ),
              }
            : {})}
          classNames={{ pillsList: 'topic-phrases' }}
          value={topic.seeds[strength] ?? []}
          acceptValueOnBlur
          splitChars={[',', '\n']}
          onChange={(phrases) => set({ seeds: { ...topic.seeds, [strength]: phrases } })}
        />
      ))}
      <Examples key={topic.key} topic={topic} set={set} />
      <div className="topic-form-end">
        <output className="topic-missing">{missing}</output>
        {!readOnly && (
          <Button variant="subtle" color="red" onClick={onRemove}>
            {say('Remove this topic')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function Names({
  draft,
  topic,
  set,
}: {
  draft: Draft;
  topic: DraftTopic;
  set: (change: Partial<DraftTopic>) => void;
}) {
  const touchpoint = (value: string | null): void => {
    const known = TOUCHPOINTS.find((key) => key === value);
    if (known !== undefined) set({ touchpoint: known });
  };
  return (
    <div className="topic-names">
      <TextInput
        label={say('Name')}
        maxLength={100}
        value={topic.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={say('Group')}
        allowDeselect={false}
        data={draft.groups.map(({ key, name }) => ({ value: key, label: sayAgain(name) }))}
        value={topic.group}
        onChange={(group) => set({ group: group ?? topic.group })}
      />
      <Select
        label={say('Touchpoint')}
        allowDeselect={false}
        data={TOUCHPOINTS.map((key) => ({ value: key, label: inWords(key) }))}
        value={topic.touchpoint}
        onChange={touchpoint}
      />
      <TextInput
        label={say('Team that owns its causes')}
        maxLength={100}
        value={topic.team}
        onChange={(event) => set({ team: event.currentTarget.value })}
      />
    </div>
  );
}

/** Kept as it is typed: an empty line would go at once otherwise. */
function Examples({
  topic,
  set,
}: {
  topic: DraftTopic;
  set: (change: Partial<DraftTopic>) => void;
}) {
  const [text, setText] = useState(topic.examples.join('\n'));
  return (
    <Textarea
      label={say('Examples')}
      description={say(
        'What customers say of it, one in a line. Leave names out: what stands here stays when a post is erased.',
      )}
      autosize
      minRows={3}
      maxRows={12}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const examples = typed.split('\n').map((line) => line.trim());
        set({ examples: examples.filter((line) => line !== '') });
      }}
    />
  );
}
