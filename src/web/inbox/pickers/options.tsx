import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import './options.css';

export interface Option {
  readonly id: string;
  readonly name: string;
  /** In small letters behind the name. */
  readonly more?: string;
  readonly icon?: ReactNode;
  readonly hint?: string;
  /** true, false, or part of the mentions. */
  readonly checked?: boolean | 'mixed';
}
export interface Options {
  readonly listId: string;
  /** Index of the option that Enter takes; -1: none. */
  readonly active: number;
  readonly point: (at: number) => void;
  readonly choose: (at: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly optionId: (at: number) => string;
}

/**
 * Arrows and Enter over a list of options.
 *
 * @param choose -1: Enter without an option
 * @param first which one is pointed at as long as nobody moves
 * @param typed as it changes, the first one is pointed at again
 */
export function useOptions(
  count: number,
  choose: (at: number) => void,
  first = 0,
  typed = '',
): Options {
  const listId = useId();
  const [held, hold] = useState({ typed, pointed: first });
  if (held.typed !== typed) hold({ typed, pointed: first });
  const active = Math.min(held.pointed, count - 1);
  const point = (pointed: number): void => hold({ typed, pointed });
  return {
    listId,
    active,
    point,
    choose,
    optionId: (at) => `${listId}-${at}`,
    onKeyDown: (event) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === 'ArrowDown') point((active + 1) % Math.max(1, count));
      else if (event.key === 'ArrowUp') point(active <= 0 ? count - 1 : active - 1);
      else if (event.key === 'Enter') choose(active);
      else return;
      event.preventDefault();
    },
  };
}

// There is no element for these: a select cannot be pointed into from a field, nor hold a picture.
const LISTBOX = { role: 'listbox' } as const;
const OPTION = { role: 'option' } as const;
/** The field above a list of options. */
export const COMBOBOX = {
  role: 'combobox',
  'aria-autocomplete': 'list',
  'aria-expanded': true,
} as const;

/**
 * A list of options as assistive technology knows it. The keyboard stays in the field above it.
 *
 * @param alone there is no field: the list itself has the keyboard
 */
export function OptionList({
  label,
  options,
  of,
  several = false,
  alone = false,
}: {
  label: string;
  options: readonly Option[];
  of: Options;
  several?: boolean;
  alone?: boolean;
}) {
  const focused = {
    tabIndex: 0,
    'data-autofocus': true,
    'aria-activedescendant': of.optionId(of.active),
    onKeyDown: of.onKeyDown,
  };
  return (
    <div
      {...LISTBOX}
      className="picker-list"
      id={of.listId}
      aria-label={label}
      aria-multiselectable={several}
      {...(alone ? focused : {})}
    >
      {options.map((option, at) => (
        <OptionLine key={option.id} option={option} at={at} of={of} several={several} />
      ))}
    </div>
  );
}

function OptionLine({
  option: { name, more, icon, hint, checked },
  at,
  of,
  several,
}: {
  option: Option;
  at: number;
  of: Options;
  several: boolean;
}) {
  const active = at === of.active;
  // The keys are heard by the field or by the list: an option is never focused itself.
  const pointer = { onPointerMove: () => of.point(at), onClick: () => of.choose(at) };
  return (
    <div
      {...OPTION}
      {...pointer}
      id={of.optionId(at)}
      className={active ? 'picker-option picker-option-active' : 'picker-option'}
      aria-selected={several ? checked === true : active}
      ref={active ? toView : undefined}
    >
      {checked !== undefined && (
        <span className="picker-check" data-checked={checked} aria-hidden />
      )}
      {icon}
      <bdi className="one-line">{name}</bdi>
      {more !== undefined && <span className="picker-more one-line">{more}</span>}
      {hint !== undefined && <kbd>{hint}</kbd>}
    </div>
  );
}

function toView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
