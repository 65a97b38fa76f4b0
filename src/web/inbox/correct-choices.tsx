import { Button, MultiSelect, Select, UnstyledButton } from '@mantine/core';
import { useState, type RefObject } from 'react';
import type { Correction, MentionDetail } from '../app/wire.js';
import { say } from '../language/say.js';
import { inWords } from '../reading/words.js';
import type { Option } from './correct-options.js';

type Choose = (correction: Correction) => void;

/** A few classes side by side, each with its key. */
export function Choice({
  title,
  options,
  mention,
  choose,
}: {
  title: string;
  options: readonly Option[];
  mention: MentionDetail;
  choose: Choose;
}) {
  return (
    <fieldset className="correct-group" aria-label={title}>
      <p className="correct-title">{title}</p>
      <div className="correct-row">
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
      </div>
    </fieldset>
  );
}

function Title({ name, hint }: { name: string; hint: string }) {
  return (
    <span className="correct-title">
      {name} <kbd>{hint}</kbd>
    </span>
  );
}

/** One of many classes; choosing it is all. */
export function OneOf({
  name,
  hint,
  field,
  keys,
  value,
  none,
  choose,
}: {
  name: string;
  hint: string;
  field: RefObject<HTMLInputElement | null>;
  keys: readonly string[];
  value: string | null;
  /** The words for "no such thing", when that can be said, too. */
  none?: string;
  choose: (key: string | null) => void;
}) {
  const data = keys.map((key) => ({
    value: key,
    label: key === 'none' ? say('No sign') : inWords(key),
  }));
  if (none !== undefined) data.unshift({ value: '', label: none });
  return (
    <div className="correct-group">
      <Select
        ref={field}
        label={<Title name={name} hint={hint} />}
        value={value ?? (none === undefined ? null : '')}
        onChange={(key) => choose(key === '' ? null : key)}
        data={data}
        searchable
        allowDeselect={false}
        placeholder={say('Not read')}
        comboboxProps={{ withinPortal: false }}
        maxDropdownHeight={200}
      />
    </div>
  );
}

/** Any number of keys; they are saved together. */
export function SeveralOf({
  name,
  hint,
  field,
  options,
  given,
  save,
}: {
  name: string;
  hint: string;
  field: RefObject<HTMLInputElement | null>;
  options: readonly { readonly value: string; readonly label: string }[];
  given: readonly string[];
  save: (keys: string[]) => void;
}) {
  const [keys, setKeys] = useState<string[]>([...given]);
  const changed = keys.toSorted().join() !== given.toSorted().join();
  return (
    <div className="correct-group">
      <MultiSelect
        ref={field}
        label={<Title name={name} hint={hint} />}
        value={keys}
        onChange={setKeys}
        data={[...options]}
        searchable
        maxValues={10}
        comboboxProps={{ withinPortal: false }}
        maxDropdownHeight={200}
      />
      {changed && (
        <Button size="compact-md" mt={8} onClick={() => save(keys)}>
          {say('Save: {label}', { label: name })}
        </Button>
      )}
    </div>
  );
}
