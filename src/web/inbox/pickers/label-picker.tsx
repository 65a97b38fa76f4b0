import { useState } from 'react';
import { say } from '../../language/say.js';
import { useKnownLabels } from '../search.queries.js';
import { carried, standing, turned, type LabelChanges } from './label-changes.js';
import { matches } from './matches.js';
import { OptionList, useOptions, type Option } from './options.js';
import type { PickerProps } from './pickers.js';
import { SearchField } from './search-field.js';

const NONE: LabelChanges = { add: [], remove: [] };

/** Labels of one's own: Enter turns one on or off, Enter in the empty field puts them on. */
export function LabelPicker({ picking, typed }: PickerProps) {
  const { mentions, apply, close } = picking;
  const [text, setText] = useState(typed);
  const [changes, change] = useState(NONE);
  const known = useKnownLabels(mentions, changes.add);
  const name = text.trim();
  const found = known.filter((label) => matches(label, name));
  const fresh = name !== '' && !known.some((label) => label.toLowerCase() === name.toLowerCase());
  const labels = fresh ? [...found, name] : found;
  const save = (): void => {
    if (changes.add.length + changes.remove.length === 0) close();
    else apply({ addLabels: [...changes.add], removeLabels: [...changes.remove] });
  };
  const choose = (at: number): void => {
    const label = labels[at];
    if (label === undefined) return save();
    change((now) => turned(now, label, carried(mentions, label)));
    setText('');
  };
  const options = useOptions(labels.length, choose, name === '' ? -1 : 0, text);
  const listed: Option[] = labels.map((label) => ({
    id: label,
    name: fresh && label === name ? say('New label: {label}', { label }) : label,
    checked: standing(changes, label, carried(mentions, label)),
  }));
  return (
    <>
      <SearchField
        label={say('Find or create a label')}
        text={text}
        change={setText}
        of={options}
      />
      <OptionList label={say('Labels')} options={listed} of={options} several />
      {labels.length === 0 && <p className="picker-empty">{say('No labels yet: type one')}</p>}
      <p className="picker-foot">
        <kbd>↵</kbd> {say('turns a label on or off; in the empty field it is all done')}
      </p>
    </>
  );
}
