import type { Taxonomy } from '../../domain/taxonomy.js';
import type { TopicCount, UntaggedCount, WeekCoverage } from '../../store/topics.store.js';
import { topicOf } from '../taxonomy.js';
import type { TopicList, View } from '../views.js';

/**
 * Puts counts under their topics, most people first. Each topic has every week, also those
 * without a complaint.
 *
 * @param coverage one entry per week, oldest first
 */
export function topicList(
  counts: readonly TopicCount[],
  coverage: readonly WeekCoverage[],
  untagged: readonly UntaggedCount[],
  taxonomy: Taxonomy,
): View<typeof TopicList> {
  const byTopic = new Map<string | null, TopicCount[]>();
  for (const count of counts)
    byTopic.set(count.topic, [...(byTopic.get(count.topic) ?? []), count]);
  const totalOf = (topic: string | null) =>
    byTopic.get(topic)?.find(({ week }) => week === null) ?? { mentions: 0, people: 0 };
  const items = [...byTopic].flatMap(([key, its]) => {
    if (key === null) return [];
    const { mentions, people } = totalOf(key);
    const weeks = coverage.map(({ week }) => {
      const count = its.find((one) => one.week === week);
      return { week, mentions: count?.mentions ?? 0, people: count?.people ?? 0 };
    });
    const { name, touchpoint, group } = topicOf(taxonomy, key);
    return [{ key, name, touchpoint, group, mentions, people, weeks }];
  });
  items.sort(
    (a, b) => b.people - a.people || b.mentions - a.mentions || a.key.localeCompare(b.key),
  );
  const none = { complaints: 0, untagged: 0 };
  const inAll = untagged.find(({ week }) => week === null) ?? none;
  return {
    items,
    complaints: inAll.complaints,
    untagged: inAll.untagged,
    untaggedWeeks: coverage.map(({ week }) => {
      const { complaints, untagged: without } = untagged.find((one) => one.week === week) ?? none;
      return { week, complaints, untagged: without };
    }),
    coverage: [...coverage],
  };
}
