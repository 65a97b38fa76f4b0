import { ApiError } from '../app/client.js';
import type { SourceKind } from '../app/wire.js';

/** One line of the form of a kind, as its JSON Schema describes it. */
export interface Field {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly type: 'text' | 'number' | 'switch' | 'choice' | 'list';
  readonly required: boolean;
  /** Of a choice, also when a list may only hold some values. */
  readonly choices: readonly string[];
  readonly least: number | null;
  readonly most: number | null;
  readonly initial: FieldValue;
  /** The software expects an address: it gets the keyboard for one. */
  readonly isAddress: boolean;
}
export type FieldValue = string | boolean | readonly string[];
export type FieldValues = Readonly<Record<string, FieldValue>>;

type Property = Readonly<Record<string, unknown>>;

/** The fields of a form, what must be given first. */
export function fieldsOf({ params }: SourceKind): Field[] {
  const required = new Set(params.required ?? []);
  return Object.entries(params.properties ?? {})
    .map(([name, property]) =>
      // What has a default need not be given, whatever the schema lists.
      fieldOf(name, property, required.has(name) && property['default'] === undefined),
    )
    .toSorted((a, b) => Number(b.required) - Number(a.required));
}

function fieldOf(name: string, property: Property, required: boolean): Field {
  const type = typeOf(property);
  return {
    name,
    title: text(property['title']) ?? name,
    description: text(property['description']),
    type,
    required,
    choices: choicesOf(property),
    least: number(property['minimum']),
    most: number(property['maximum']),
    initial: valueOf(type, property['default']),
    isAddress: property['format'] === 'uri',
  };
}

function typeOf(property: Property): Field['type'] {
  if (property['type'] === 'boolean') return 'switch';
  if (property['type'] === 'array') return 'list';
  if (property['type'] === 'number' || property['type'] === 'integer') return 'number';
  return choicesOf(property).length > 0 ? 'choice' : 'text';
}

function choicesOf(property: Property): readonly string[] {
  const items = property['items'];
  const given = isObject(items) ? items['enum'] : property['enum'];
  return Array.isArray(given) ? given.map(String) : [];
}

function valueOf(type: Field['type'], given: unknown): FieldValue {
  if (type === 'switch') return given === true;
  if (type === 'list') return Array.isArray(given) ? given.map(String) : [];
  return typeof given === 'string' || typeof given === 'number' ? String(given) : '';
}

/** What the form shows for parameters that are there, and its own beginnings for the others. */
export function valuesOf(
  fields: readonly Field[],
  params: Readonly<Record<string, unknown>> = {},
): FieldValues {
  return Object.fromEntries(
    fields.map(({ name, type, initial }) => [
      name,
      params[name] === undefined ? initial : valueOf(type, params[name]),
    ]),
  );
}

/** The parameters as the API takes them; what was left empty is left out. */
export function paramsOf(fields: readonly Field[], values: FieldValues): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ name, type, initial }): [string, unknown][] => {
      const value = values[name] ?? initial;
      if (typeof value === 'string') {
        const trimmed = value.trim();
        if (trimmed === '') return [];
        return [[name, type === 'number' ? Number(trimmed) : trimmed]];
      }
      // Off is what an absent switch means, unless the kind begins with on.
      if (value === false && initial === false) return [];
      if (Array.isArray(value) && value.length === 0 && isEmpty(initial)) return [];
      return [[name, value]];
    }),
  );
}

/** Names of required fields that are empty. */
export function missingFrom(fields: readonly Field[], values: FieldValues): string[] {
  return fields
    .filter(({ name, required, type }) => {
      const value = values[name] ?? '';
      return (
        required &&
        type !== 'switch' &&
        (typeof value === 'string' ? value.trim() === '' : isEmpty(value))
      );
    })
    .map(({ title }) => title);
}

/** What the server said of single parameters, by their name. */
export function faultsOf(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(
    (error.problem?.errors ?? []).flatMap(({ path, message }) => {
      const [room, name] = path.split('.');
      return room === 'params' && name !== undefined ? [[name, message]] : [];
    }),
  );
}

const isObject = (value: unknown): value is Property => typeof value === 'object' && value !== null;
const isEmpty = (value: FieldValue): boolean => Array.isArray(value) && value.length === 0;
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
/** JSON Schema writes the largest whole number where a kind sets no limit. */
const number = (value: unknown): number | null =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null;
