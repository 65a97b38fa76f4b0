import { MultiSelect, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { say } from '../language/say.js';
import type { Field, FieldValue, FieldValues } from './params.js';
import { sayAgain } from '../language/say-again.js';

/** The form of a kind, drawn from its schema. */
export function ParamsFields({
  fields,
  values,
  faults,
  onChange,
  autoFocus = false,
}: {
  fields: readonly Field[];
  values: FieldValues;
  /** What is wrong, by the name of the field. */
  faults: Readonly<Record<string, string>>;
  onChange: (values: FieldValues) => void;
  autoFocus?: boolean;
}) {
  return fields.map((field, at) => (
    <ParamField
      key={field.name}
      field={field}
      value={values[field.name] ?? field.initial}
      fault={faults[field.name] ?? null}
      focused={autoFocus && at === 0}
      onChange={(value) => onChange({ ...values, [field.name]: value })}
    />
  ));
}

interface Props {
  readonly field: Field;
  readonly value: FieldValue;
  readonly fault: string | null;
  readonly focused: boolean;
  readonly onChange: (value: FieldValue) => void;
}

function ParamField({ field, value, fault, focused, onChange }: Props) {
  const { title, description, required } = field;
  const said = {
    label: sayAgain(title),
    description: sayAgain(description),
    error: fault,
    ...(focused ? { 'data-autofocus': true } : {}),
  };
  if (field.type === 'switch') {
    return (
      <Switch
        {...said}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  if (field.type === 'choice') {
    return (
      <Select
        {...said}
        required={required}
        allowDeselect={!required}
        data={field.choices.map((choice) => ({ value: choice, label: inWords(choice) }))}
        value={typeof value === 'string' && value !== '' ? value : null}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    );
  }
  return field.type === 'list' ? (
    <ListField field={field} value={value} said={{ ...said, required }} onChange={onChange} />
  ) : (
    <TextInput
      {...said}
      required={required}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoCapitalize="off"
      spellCheck={false}
      {...(field.isAddress ? { inputMode: 'url', placeholder: 'https://' } : {})}
      {...(field.type === 'number'
        ? {
            type: 'number',
            min: field.least ?? undefined,
            max: field.most ?? undefined,
            step: 'any',
          }
        : {})}
    />
  );
}

interface Said {
  readonly label: string;
  readonly description: string | null;
  readonly error: string | null;
  readonly required: boolean;
}

function ListField({
  field,
  value,
  said,
  onChange,
}: {
  field: Field;
  value: FieldValue;
  said: Said;
  onChange: (value: FieldValue) => void;
}) {
  const chosen = Array.isArray(value) ? value.map(String) : [];
  if (field.choices.length > 0) {
    return (
      <MultiSelect
        {...said}
        data={field.choices.map((choice) => ({ value: choice, label: inWords(choice) }))}
        value={chosen}
        onChange={onChange}
        searchable={field.choices.length > 8}
      />
    );
  }
  return (
    <TagsInput
      {...said}
      placeholder={chosen.length === 0 ? say('Press Enter after each') : ''}
      value={chosen}
      acceptValueOnBlur
      splitChars={[',', '\n']}
      onChange={onChange}
    />
  );
}

/** "most-helpful" as "Most helpful"; codes of countries and the like stay as they are. */
function inWords(choice: string): string {
  if (choice.length < 4) return choice;
  const open = choice.replaceAll(/[-_]/g, ' ');
  return sayAgain(open.charAt(0).toUpperCase() + open.slice(1));
}
