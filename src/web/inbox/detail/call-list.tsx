import { UnstyledButton } from '@mantine/core';
import { useId, useState, type KeyboardEvent, type RefObject } from 'react';
import { useUsers } from '../../app/queries.js';
import { say } from '../../language/say.js';
import { callable, callAt, called, type Call, type Callable } from './calling.js';

export interface Calling {
  /** Everybody who can be called. */
  readonly people: readonly Callable[];
  /** Those whom the name that is being typed may mean. */
  readonly found: readonly Callable[];
  readonly at: number;
  readonly listId: string;
  /** To be called when the text or the cursor has changed. */
  readonly look: () => void;
  readonly close: () => void;
  readonly choose: (person: Callable) => void;
  /** @returns true when the key was for the list */
  readonly onKey: (event: KeyboardEvent) => boolean;
  /** What assistive technology is told at the field. */
  readonly field: Record<string, string | undefined>;
}

/** Completes `@name` in a text field, by keyboard. */
export function useCalling(
  input: RefObject<HTMLTextAreaElement | null>,
  text: string,
  setText: (text: string) => void,
): Calling {
  const everybody = useUsers().data?.items ?? [];
  const people = everybody.filter(({ deactivatedAt }) => deactivatedAt === null);
  const [call, setCall] = useState<Call | null>(null);
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = call === null ? [] : callable(call.typed, people);
  const close = (): void => setCall(null);
  const choose = (person: Callable): void => {
    if (call === null) return;
    const next = called(text, call, person);
    setText(next.text);
    close();
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.cursor, next.cursor);
    });
  };
  return {
    people,
    found,
    at,
    listId,
    look: () => {
      const field = input.current;
      if (field === null) return;
      const next = callAt(field.value, field.selectionStart);
      if (next?.typed !== call?.typed || next?.start !== call?.start) setAt(0);
      setCall(next);
    },
    close,
    choose,
    onKey: (event) => {
      const chosen = found[at];
      if (chosen === undefined) return false;
      const turn = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const takes =
        (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab';
      if (turn === undefined && !takes && event.key !== 'Escape') return false;
      event.preventDefault();
      event.stopPropagation();
      if (turn !== undefined) setAt((at + turn + found.length) % found.length);
      else if (takes) choose(chosen);
      else close();
      return true;
    },
    field: {
      'aria-autocomplete': 'list',
      'aria-controls': found.length > 0 ? listId : undefined,
      'aria-activedescendant': found.length > 0 ? `${listId}-${at}` : undefined,
    },
  };
}

// The elements that have these roles by themselves cannot be drawn or kept out of the way of the keyboard.
const LISTBOX = { role: 'listbox' } as const;
const OPTION = { role: 'option' } as const;

export function CallList({ calling: { found, at, listId, choose } }: { calling: Calling }) {
  return (
    <>
      <span className="unseen" aria-live="polite">
        {found.length > 0 &&
          say('{count, plural, one {# person} other {# people}} to call', { count: found.length })}
      </span>
      {found.length > 0 && (
        <div className="call-list" id={listId} {...LISTBOX} aria-label={say('People to call')}>
          {found.map((person, n) => (
            <UnstyledButton
              key={person.id}
              id={`${listId}-${n}`}
              {...OPTION}
              tabIndex={-1}
              aria-selected={n === at}
              className="call-option"
              // The field keeps the keyboard.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(person)}
            >
              <bdi>{person.name}</bdi>
            </UnstyledButton>
          ))}
        </div>
      )}
    </>
  );
}
