import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useKeys } from '../app/keys.js';
import { say } from '../language/say.js';
import { COMBOBOX, OptionList, useOptions } from './pickers/options.js';
import { SearchParts } from './search-parts.js';
import type { ChangeFilters } from './use-filters.js';
import { inField, useSearch } from './use-search.js';

/**
 * The one search field: words, phrases, exclusions and fields. It completes fields and values, and
 * says below how the query was understood. While a query cannot be read, the list stays as it is.
 */
export function SearchBox({ q, change }: { q: string; change: ChangeFilters }) {
  const [focused, setFocused] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const search = useSearch(q, change, focused);
  const { text, offers, explained } = search;
  const choose = (at: number): void => {
    const offer = offers[at];
    if (offer === undefined) {
      search.apply();
      field.current?.blur();
      return;
    }
    const cursor = search.accept(offer);
    requestAnimationFrame(() => field.current?.setSelectionRange(cursor, cursor));
  };
  const first = inField(text, text.length) ? 0 : -1;
  const options = useOptions(offers.length, choose, first, text);
  useKeys(say('Search'), [{ keys: '/', does: say('Search'), run: () => field.current?.select() }]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const tabs = event.key === 'Tab' && !event.shiftKey && options.active >= 0;
    if (event.key === 'Escape' && offers.length > 0) search.hide();
    else if (event.key === 'Escape') event.currentTarget.blur();
    else if (!tabs) return options.onKeyDown(event);
    else choose(options.active);
    event.preventDefault();
  };
  return (
    <div className="search-box">
      <TextInput
        {...COMBOBOX}
        ref={field}
        type="search"
        className="filter-search"
        aria-label={say('Search')}
        aria-expanded={offers.length > 0}
        aria-controls={options.listId}
        aria-describedby="search-understood"
        {...(options.active < 0
          ? {}
          : { 'aria-activedescendant': options.optionId(options.active) })}
        placeholder={say('Words, "phrases", -without, owner:me …')}
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconSearch size={15} aria-hidden />}
        rightSection={<Clear text={text} clear={() => change({ q: '' })} />}
        value={text}
        onChange={({ currentTarget: { value, selectionStart } }) =>
          search.type(value, selectionStart ?? value.length)
        }
        onSelect={(event) => search.pointTo(event.currentTarget.selectionStart ?? 0)}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={onKeyDown}
      />
      {offers.length > 0 && (
        // A click must not take the keyboard out of the field.
        <div className="search-offers" onPointerDown={(event) => event.preventDefault()}>
          <OptionList
            label={say('Completions')}
            options={offers.map(({ text: id, says }) => ({ id, name: id, more: says }))}
            of={options}
          />
        </div>
      )}
      <div id="search-understood" aria-live="polite">
        {explained !== null && (
          <SearchParts explained={explained} change={(next) => change({ q: next })} />
        )}
      </div>
    </div>
  );
}

function Clear({ text, clear }: { text: string; clear: () => void }) {
  if (text === '') return <kbd aria-hidden>/</kbd>;
  return <CloseButton size="sm" aria-label={say('Clear the search')} onClick={clear} />;
}
