import type { FullTaxonomy, Proposal } from '../../app/wire.js';
import { say } from '../../language/say.js';

/** The topics as they are being edited. */
export type Draft = FullTaxonomy['taxonomy'];
export type DraftTopic = Draft['topics'][number];

export const STRENGTHS = ['strong', 'likely', 'hint'] as const;

export function topicAt(draft: Draft, key: string | undefined): DraftTopic | null {
  return draft.topics.find((topic) => topic.key === key) ?? null;
}

/** Puts a changed topic where it was. */
export function withTopic(draft: Draft, changed: DraftTopic): Draft {
  const topics = draft.topics.map((topic) => (topic.key === changed.key ? changed : topic));
  return { ...draft, topics };
}

export function withoutTopic(draft: Draft, key: string): Draft {
  return { ...draft, topics: draft.topics.filter((topic) => topic.key !== key) };
}

/** Adds a topic behind the last one of its group, so that the list stays in order. */
export function addTopic(draft: Draft, topic: DraftTopic): Draft {
  const last = draft.topics.findLastIndex((other) => other.group === topic.group);
  const topics = draft.topics.toSpliced(last < 0 ? draft.topics.length : last + 1, 0, topic);
  return { ...draft, topics };
}

/** A topic with nothing in it, under a key that is free. */
export function blankTopic(draft: Draft, name: string, group: string): DraftTopic {
  return {
    key: freeKey(draft, keyOf(name)),
    name,
    group,
    touchpoint: 'product-in-use',
    team: draft.topics.find((topic) => topic.group === group)?.team ?? 'unassigned',
    description: name,
    seeds: { strong: [], likely: [], hint: [] },
    examples: [],
  };
}

/** A key made of a name: lower-case letters, digits and hyphens. */
export function keyOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const key = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^[^a-z]+|-+$/g, '');
  return key.slice(0, 40).replace(/-$/, '') || 'topic';
}

export function freeKey({ topics }: Draft, wanted: string): string {
  const taken = new Set(topics.map((topic) => topic.key));
  if (!taken.has(wanted)) return wanted;
  let count = 2;
  while (taken.has(`${wanted}-${count}`)) count++;
  return `${wanted}-${count}`;
}

/** A new topic made of a proposal, in the group of the topics that share its touchpoint. */
export function accepted(draft: Draft, { draft: made }: Proposal): { draft: Draft; key: string } {
  const beside = draft.topics.find((topic) => topic.touchpoint === made.touchpoint);
  const group = beside?.group ?? draft.groups[0]?.key ?? 'other';
  const topic: DraftTopic = {
    ...blankTopic(draft, made.name, group),
    key: freeKey(draft, made.key),
    touchpoint: made.touchpoint,
    team: beside?.team ?? 'unassigned',
    seeds: { strong: made.seeds.strong, likely: made.seeds.likely, hint: [] },
    examples: made.examples,
  };
  return { draft: addTopic(draft, topic), key: topic.key };
}

/** The topic with the phrases and examples of a proposal beside its own. */
export function merged(draft: Draft, key: string, { draft: made }: Proposal): Draft {
  const topic = topicAt(draft, key);
  if (topic === null) return draft;
  const seeds = { ...topic.seeds };
  for (const strength of ['strong', 'likely'] as const) {
    seeds[strength] = [...new Set([...(seeds[strength] ?? []), ...made.seeds[strength]])];
  }
  const examples = [...new Set([...topic.examples, ...made.examples])];
  return withTopic(draft, { ...topic, seeds, examples });
}

/** Keys of the topics that are new or not as they were, and of those that are gone. */
export function changedKeys(before: Draft, now: Draft): { changed: string[]; removed: string[] } {
  const was = new Map(before.topics.map((topic) => [topic.key, JSON.stringify(topic)]));
  const left = new Set(now.topics.map((topic) => topic.key));
  return {
    changed: now.topics
      .filter((topic) => was.get(topic.key) !== JSON.stringify(topic))
      .map((topic) => topic.key),
    removed: before.topics.filter((topic) => !left.has(topic.key)).map((topic) => topic.key),
  };
}

/** What keeps a topic from being tried out or saved, in words; null when nothing does. */
export function missingIn(topic: DraftTopic): string | null {
  if (topic.name.trim() === '') return say('It needs a name.');
  if (topic.team.trim() === '') return say('It needs a team that owns its causes.');
  if (topic.description.trim() === '') return say('It needs a description.');
  if (topic.examples.length < 2) return say('It needs at least two examples.');
  return null;
}
