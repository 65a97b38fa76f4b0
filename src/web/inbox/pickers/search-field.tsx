import { COMBOBOX, type Options } from './options.js';

/** The field above a list of options, which it points into. */
export function SearchField({
  label,
  text,
  change,
  of,
}: {
  label: string;
  text: string;
  change: (text: string) => void;
  of: Options;
}) {
  return (
    <input
      {...COMBOBOX}
      ref={focus}
      className="picker-field"
      aria-controls={of.listId}
      aria-activedescendant={of.active < 0 ? undefined : of.optionId(of.active)}
      aria-label={label}
      placeholder={label}
      autoComplete="off"
      spellCheck={false}
      data-autofocus
      maxLength={50}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={of.onKeyDown}
    />
  );
}

/** At once: what is typed next is meant for it. */
function focus(field: HTMLInputElement | null): void {
  field?.focus();
}
