import type { TopicCount, WeekCoverage } from '../../store/topics.store.js';
import { topicOf, type Taxonomy } from '../taxonomy.js';
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
    const { name, touchpoint } = topicOf(taxonomy, key);
    return [{ key, name, touchpoint, mentions, people, weeks }];
  });
  items.sort(
    (a, b) => b.people - a.people || b.mentions - a.mentions || a.key.localeCompare(b.key),
  );
  return { items, untagged: totalOf(null).mentions, coverage: [...coverage] };
}
