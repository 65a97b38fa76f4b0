import { Button, MultiSelect, Popover, UnstyledButton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useKeys, type Binding } from '../app/keys.js';
import { useTaxonomy } from '../app/queries.js';
import type { Correction, MentionDetail } from '../app/wire.js';
import { topicName } from '../reading/words.js';
import type { Triage } from './triage.js';

interface Option {
  readonly key: string;
  readonly name: string;
  readonly correction: Correction;
  readonly is: (mention: MentionDetail) => boolean;
}

const COMPLAINT: readonly Option[] = [
  {
    key: 'y',
    name: 'Complaint',
    correction: { complaint: 'complaint' },
    is: (mention) => mention.complaint === 'complaint',
  },
  {
    key: 'n',
    name: 'No complaint',
    correction: { complaint: 'other' },
    is: (mention) => mention.complaint === 'other',
  },
];
const SENTIMENT: readonly Option[] = (
  [
    ['1', 'Negative', 'negative'],
    ['2', 'Neutral', 'neutral'],
    ['3', 'Positive', 'positive'],
  ] as const
).map(([key, name, sentiment]) => ({
  key,
  name,
  correction: { sentiment },
  is: (mention) => mention.sentiment === sentiment,
}));

/** "c", then one more key: the label is what a person says it is. */
export function CorrectButton({ mention, triage }: { mention: MentionDetail; triage: Triage }) {
  const [opened, setOpened] = useState(false);
  useKeys('Correct', [{ keys: 'c', does: 'Correct a label', run: () => setOpened(true) }]);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={300}
      position="bottom-end"
      returnFocus
      shadow="md"
      closeOnEscape
    >
      <Popover.Target>
        <Button
          variant="default"
          size="compact-md"
          className="correct-button"
          aria-label="Correct a label"
          leftSection={<IconPencil size={15} />}
          onClick={() => setOpened((now) => !now)}
        >
          Correct
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="correct">
        {opened && <Choices mention={mention} triage={triage} close={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({
  mention,
  triage,
  close,
}: {
  mention: MentionDetail;
  triage: Triage;
  close: () => void;
}) {
  const topics = useRef<HTMLInputElement>(null);
  const choose = (correction: Correction): void => {
    close();
    triage.correct(mention, correction);
  };
  const bindings: Binding[] = [...COMPLAINT, ...SENTIMENT].map(({ key, name, correction }) => ({
    keys: key,
    does: name,
    run: () => choose(correction),
  }));
  useKeys('Correct a label', [
    ...bindings,
    { keys: 't', does: 'Topics', run: () => topics.current?.focus() },
    { keys: 'Escape', does: 'Close', run: close },
  ]);
  return (
    <>
      <Choice title="Is it a complaint?" options={COMPLAINT} mention={mention} choose={choose} />
      <Choice title="Feeling" options={SENTIMENT} mention={mention} choose={choose} />
      <TopicChoice mention={mention} field={topics} save={(keys) => choose({ topics: keys })} />
    </>
  );
}

function Choice({
  title,
  options,
  mention,
  choose,
}: {
  title: string;
  options: readonly Option[];
  mention: MentionDetail;
  choose: (correction: Correction) => void;
}) {
  return (
    <fieldset className="correct-group" aria-label={title}>
      <p className="correct-title">{title}</p>
      {options.map(({ key, name, correction, is }) => (
        <UnstyledButton
          key={key}
          className="correct-option"
          aria-pressed={is(mention)}
          onClick={() => choose(correction)}
        >
          {name} <kbd>{key}</kbd>
        </UnstyledButton>
      ))}
    </fieldset>
  );
}

function TopicChoice({
  mention,
  field,
  save,
}: {
  mention: MentionDetail;
  field: React.RefObject<HTMLInputElement | null>;
  save: (keys: string[]) => void;
}) {
  const taxonomy = useTaxonomy();
  const [keys, setKeys] = useState<string[]>(mention.topics);
  const known = new Set([
    ...(taxonomy.data?.topics.map(({ key }) => key) ?? []),
    ...mention.topics,
  ]);
  const changed = keys.toSorted().join() !== mention.topics.toSorted().join();
  return (
    <div className="correct-group">
      <MultiSelect
        ref={field}
        label={
          <span className="correct-title">
            Topics <kbd>t</kbd>
          </span>
        }
        value={keys}
        onChange={setKeys}
        data={[...known].map((key) => ({ value: key, label: topicName(taxonomy.data, key) }))}
        searchable
        maxValues={10}
        comboboxProps={{ withinPortal: false }}
        maxDropdownHeight={220}
      />
      {changed && (
        <Button size="compact-md" mt={8} onClick={() => save(keys)}>
          Save topics
        </Button>
      )}
    </div>
  );
}
