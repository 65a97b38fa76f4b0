import { z } from 'zod';
import type { SourceKind } from '../pipeline/places/source-kinds.js';

/** The part of JSON Schema that tells what a text of the command line means. */
const text = z.string().optional();
const Property = z.looseObject({ type: text, title: text, description: text });
const Schema = z.looseObject({ properties: z.record(z.string(), Property).default({}) });

export type Property = z.output<typeof Property>;

/** The parameters of a kind by name, as its schema has them. */
export function propertiesOf({ params }: SourceKind): Readonly<Record<string, Property>> {
  return Schema.parse(params).properties;
}

/**
 * Texts of the command line as the values that a kind takes; what fits none stays text, for the
 * connector to refuse in its own words.
 *
 * @throws Error naming the parameters there are, when one is not among them
 */
export function typedParams(
  kind: SourceKind,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const properties = propertiesOf(kind);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const property = properties[name];
      if (property === undefined)
        throw new Error(
          `${kind.kind} has no parameter "${name}"; it has: ${Object.keys(properties).join(', ')}`,
        );
      return [name, typed(property, value)];
    }),
  );
}

function typed({ type }: Property, value: unknown): unknown {
  if (type === 'array') return [value].flat();
  if (typeof value !== 'string') return value;
  if (type === 'boolean' && ['true', 'false'].includes(value)) return value === 'true';
  if ((type === 'number' || type === 'integer') && value.trim() !== '') {
    const number = Number(value);
    return Number.isNaN(number) ? value : number;
  }
  return value;
}
