import { Tooltip, UnstyledButton } from '@mantine/core';
import './segments.css';

export interface Segment<T extends string> {
  readonly value: T;
  readonly name: string;
  /** The key that chooses it, for the hint. */
  readonly key?: string;
}

/** A few choices side by side, one of them in force. */
export function Segments<T extends string>({
  label,
  segments,
  value,
  onChange,
}: {
  label: string;
  segments: readonly Segment<T>[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <fieldset className="segments" aria-label={label}>
      {segments.map(({ value: each, name, key }) => (
        <Tooltip label={`${name} (${key})`} disabled={key === undefined} key={each}>
          <UnstyledButton
            className="segment"
            aria-pressed={each === value}
            onClick={() => onChange(each)}
          >
            {name}
          </UnstyledButton>
        </Tooltip>
      ))}
    </fieldset>
  );
}
