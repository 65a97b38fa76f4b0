import { z } from 'zod';
import { TOUCHPOINTS } from './reading.js';

const key = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'a key is lower-case letters, digits and hyphens')
  .max(60);
const share = z.number().gt(0).lt(1);
const name = z.string().trim().min(1).max(100);
/** Phrases by strength; the strengths are those that have a probability. */
const Seeds = z.record(z.string(), z.array(z.string().trim().min(2).max(100)).max(400));

/** One thing that customers complain about. */
export const TopicSchema = z.strictObject({
  /** Stable name, as stored readings hold it. */
  key,
  name,
  /** Group that the topic belongs to: the upper of two levels. */
  group: key,
  touchpoint: z.enum(TOUCHPOINTS),
  /** Team that owns the causes of these complaints. */
  team: name,
  /** What belongs to it, in plain words; texts that mean much the same are found by it. */
  description: z.string().trim().min(1).max(1_000),
  /** Phrases that name the topic, by strength. */
  seeds: Seeds,
  /** The same for other languages than English, by ISO 639-1 code. */
  seedsIn: z.record(z.string().regex(/^[a-z]{2}$/), Seeds).optional(),
  /** What customers say of it; texts that mean much the same are found by these. */
  examples: z.array(z.string().trim().min(1).max(500)).min(2).max(100),
});

/** The complaint topics that mentions are read for: two levels, group and topic. */
export const TaxonomySchema = z
  .strictObject({
    version: z.string().min(1).max(60),
    /** Least probability at which a topic is given. */
    limit: share,
    /** Probability of a topic when a phrase of that strength occurs. */
    seedProbabilities: z.record(z.string(), share),
    groups: z.array(z.strictObject({ key, name })),
    topics: z.array(TopicSchema).min(1).max(500),
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
      const strange = strengthsOf(topic).filter(
        (strength) => !(strength in taxonomy.seedProbabilities),
      );
      if (strange.length > 0) fault('seeds', `no probability is given for ${strange.join(', ')}`);
    }
  });

export type Topic = z.infer<typeof TopicSchema>;
export type Taxonomy = z.infer<typeof TaxonomySchema>;

function strengthsOf({ seeds, seedsIn }: Topic): string[] {
  return [seeds, ...Object.values(seedsIn ?? {})].flatMap((each) => Object.keys(each));
}

/** Whether two taxonomies say the same; the name of their version does not count. */
export function isSame(one: Taxonomy, other: Taxonomy): boolean {
  return text({ ...one, version: '' }) === text({ ...other, version: '' });
}

/** How many topics of the second are new, gone or not what they were in the first. */
export function differences(before: Taxonomy, after: Taxonomy): Differences {
  const known = byKey(before);
  const now = byKey(after);
  return {
    added: after.topics.filter((topic) => !known.has(topic.key)).map((topic) => topic.key),
    removed: before.topics.filter((topic) => !now.has(topic.key)).map((topic) => topic.key),
    changed: after.topics
      .filter((topic) => known.has(topic.key) && text(known.get(topic.key)) !== text(topic))
      .map((topic) => topic.key),
  };
}

export interface Differences {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/**
 * Takes over what changed in the taxonomy's file into what people made of it, topic by topic.
 * A topic that people changed, added or removed stays as they have it.
 *
 * @param base the file as it was taken over before
 * @param file the file as it is now
 * @param ours what is in force
 * @returns what is to be in force, under the version of `ours`, and the topics in which the file was not followed
 */
export function takeOver(
  base: Taxonomy,
  file: Taxonomy,
  ours: Taxonomy,
): { taxonomy: Taxonomy; kept: string[] } {
  const [was, now] = [byKey(base), byKey(file)];
  const kept: string[] = [];
  const follow = (key: string, mine: Topic | undefined): Topic | undefined => {
    if (text(was.get(key)) === text(now.get(key))) return mine;
    if (text(mine) === text(was.get(key)) || text(mine) === text(now.get(key))) return now.get(key);
    kept.push(key);
    return mine;
  };
  const mine = byKey(ours);
  const keys = new Set([...ours.topics, ...file.topics].map((topic) => topic.key));
  const topics = [...keys].flatMap((key) => follow(key, mine.get(key)) ?? []);
  const settled = <Part>(was: Part, now: Part, mine: Part): Part =>
    text(mine) === text(was) ? now : mine;
  return {
    taxonomy: {
      version: ours.version,
      limit: settled(base.limit, file.limit, ours.limit),
      // A strength or a group that some topic still uses must not go with the file.
      seedProbabilities: {
        ...ours.seedProbabilities,
        ...settled(base.seedProbabilities, file.seedProbabilities, ours.seedProbabilities),
      },
      groups: [
        ...ours.groups,
        ...file.groups.filter((group) => !ours.groups.some((own) => own.key === group.key)),
      ],
      topics,
    },
    kept,
  };
}

const byKey = ({ topics }: Taxonomy): Map<string, Topic> =>
  new Map(topics.map((topic) => [topic.key, topic]));

/** As one text with sorted keys: PostgreSQL gives the fields of stored JSON back in its own order. */
function text(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? ''
  );
}

const MARK = /\+t[^+]*$/;

/**
 * Name of a reader under a taxonomy: what the reading of a mention says it was made by ends with the
 * version whose topics it has.
 */
export function underTaxonomy(model: string, version: string): string {
  return `${model.replace(MARK, '')}+t${version}`;
}
