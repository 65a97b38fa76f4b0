import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { Invalid, type Fault } from './invalid.js';

/** Checks whatever came with a request against the schema of its parameter. */
@Injectable()
export class RequestPipe extends StandardSchemaValidationPipe {
  override async transform<Value>(value: Value, metadata: ArgumentMetadata): Promise<Value> {
    if (metadata.type === 'custom') return value;
    const faults = unstorable(value, metadata.data ? [metadata.data] : []);
    if (faults.length > 0) throw new Invalid(faults);
    const { schema, data } = metadata;
    if (!schema) return value;
    const result = await this.validate<Value>(value, schema);
    if (!result.issues) return result.value;
    throw new Invalid(
      result.issues.map(({ path = [], message }) => ({
        path: [...(data ? [data] : []), ...path.map(keyOf)].join('.'),
        message,
      })),
    );
  }
}

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): string =>
  String(typeof segment === 'object' ? segment.key : segment);

/** Texts that PostgreSQL cannot hold. They are refused, so that nothing is stored that was not said. */
function unstorable(value: unknown, path: readonly string[]): Fault[] {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\u0000')
      ? []
      : [{ path: path.join('.'), message: 'holds U+0000 or half of a character' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unstorable(inner, [...path, key]));
}
