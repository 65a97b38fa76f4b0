import { Combobox, UnstyledButton, useCombobox } from '@mantine/core';
import { IconCheck, IconChevronDown, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import './choice-pill.css';
import { say } from '../language/say.js';

export interface Choice {
  readonly value: string;
  readonly name: string;
}

/** A small button that opens a list of choices and shows what is chosen. */
export function ChoicePill({
  name,
  choices,
  chosen,
  onChoose,
  several = false,
  searchable = false,
  clearable = true,
}: {
  name: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChoose: (chosen: readonly string[]) => void;
  several?: boolean;
  searchable?: boolean;
  clearable?: boolean;
}) {
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch('');
      combobox.focusTarget();
    },
    onDropdownOpen: () => (searchable ? combobox.focusSearchInput() : undefined),
  });
  const toggle = (value: string): void => {
    if (!several) {
      onChoose([value]);
      combobox.closeDropdown();
      return;
    }
    onChoose(
      chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value],
    );
  };
  const active = clearable && chosen.length > 0;
  const found = choices.filter((choice) =>
    choice.name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  return (
    <Combobox
      store={combobox}
      width={240}
      position="bottom-start"
      onOptionSubmit={toggle}
      withinPortal
    >
      <span className={active ? 'pill pill-active' : 'pill'}>
        <Combobox.Target targetType="button" withAriaAttributes>
          <UnstyledButton className="pill-button" onClick={() => combobox.toggleDropdown()}>
            <span className="one-line">{says(name, choices, chosen, clearable)}</span>
            {!active && <IconChevronDown size={13} aria-hidden />}
          </UnstyledButton>
        </Combobox.Target>
        {active && (
          <UnstyledButton
            className="pill-clear"
            aria-label={say('Remove the filter {name}', { name })}
            onClick={() => onChoose([])}
          >
            <IconX size={12} aria-hidden />
          </UnstyledButton>
        )}
      </span>
      <Combobox.Dropdown>
        {searchable && (
          <Combobox.Search
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder={say('Find…')}
            aria-label={say('Find a choice for {name}', { name })}
          />
        )}
        <Combobox.Options mah={320} className="pill-options" aria-label={name}>
          {found.length === 0 && <Combobox.Empty>{say('Nothing found')}</Combobox.Empty>}
          {found.map((choice) => (
            <Combobox.Option
              value={choice.value}
              key={choice.value}
              active={chosen.includes(choice.value)}
            >
              <span className="pill-option">
                <span className="one-line">{choice.name}</span>
                {chosen.includes(choice.value) && (
                  <IconCheck size={15} aria-label={say('chosen')} />
                )}
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function says(
  name: string,
  choices: readonly Choice[],
  chosen: readonly string[],
  clearable: boolean,
): string {
  const [first] = chosen;
  if (first === undefined) return name;
  const shown = choices.find((choice) => choice.value === first)?.name ?? first;
  const text = chosen.length > 1 ? `${shown} +${chosen.length - 1}` : shown;
  return clearable ? text : `${name}: ${text}`;
}
