import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { TOUCHPOINTS } from '../../domain/reading.js';

const key = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'a key is lower-case letters, digits and hyphens');
const share = z.number().gt(0).lt(1);
const phrases = z.array(z.string().trim().min(2));

const TopicSchema = z.strictObject({
  key,
  name: z.string().min(1),
  /** Group that the topic belongs to: the upper of two levels. */
  group: key,
  touchpoint: z.enum(TOUCHPOINTS),
  /** Team that owns the causes of these complaints. */
  team: z.string().min(1),
  description: z.string().min(1),
  /** Phrases that name the topic, by strength. */
  seeds: z.record(z.string(), phrases),
  examples: z.array(z.string()).min(2),
});

const TaxonomySchema = z
  .strictObject({
    version: z.string().min(1),
    /** Least probability at which a topic is given. */
    limit: share,
    /** Probability of a topic when a phrase of that strength occurs. */
    seedProbabilities: z.record(z.string(), share),
    groups: z.array(z.strictObject({ key, name: z.string().min(1) })),
    topics: z.array(TopicSchema).min(1),
  })
  .superRefine((taxonomy, context) => {
    const groups = new Set(taxonomy.groups.map((group) => group.key));
    const seen = new Set<string>();
    for (const [index, topic] of taxonomy.topics.entries()) {
      const fault = (field: string, message: string): void =>
        context.addIssue({ code: 'custom', path: ['topics', index, field], message });
      if (seen.has(topic.key)) fault('key', `there are two topics ${topic.key}`);
      seen.add(topic.key);
      if (!groups.has(topic.group)) fault('group', `there is no group ${topic.group}`);
      const strange = Object.keys(topic.seeds).filter(
        (name) => !(name in taxonomy.seedProbabilities),
      );
      if (strange.length > 0) fault('seeds', `no probability is given for ${strange.join(', ')}`);
    }
  });

/** The complaint topics that mentions are read for: two levels, group and topic. */
export type Taxonomy = z.infer<typeof TaxonomySchema>;

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
