import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { TaxonomySchema, type Taxonomy } from '../../domain/taxonomy.js';

export type { Taxonomy } from '../../domain/taxonomy.js';

/** The taxonomy file cannot be used; the message lists every fault with its place. */
export class TaxonomyError extends Error {
  override readonly name = 'TaxonomyError';
}

/** @throws TaxonomyError if the text is no taxonomy */
export function parseTaxonomy(text: string, name: string): Taxonomy {
  let given: unknown;
  try {
    given = parse(text);
  } catch (error) {
    throw new TaxonomyError(`${name} is not YAML: ${String(error)}`, { cause: error });
  }
  const result = TaxonomySchema.safeParse(given);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new TaxonomyError(`${name} cannot be used:\n  ${faults.join('\n  ')}`);
}

/** @throws TaxonomyError if the file is missing or no taxonomy */
export function readTaxonomy(file: string): Taxonomy {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new TaxonomyError(`cannot read the taxonomy ${file}`, { cause: error });
  }
  return parseTaxonomy(text, file);
}
