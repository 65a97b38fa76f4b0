import type { Taxonomy as TaxonomyView, View } from './views.js';

/** Injection token of the taxonomy in force. */
export const TAXONOMY = Symbol('TAXONOMY');

export type Taxonomy = View<typeof TaxonomyView>;

/** A topic that the taxonomy no longer has goes by its key. */
export function topicOf(taxonomy: Taxonomy, key: string): Taxonomy['topics'][number] {
  return taxonomy.topics.find((topic) => topic.key === key) ?? { key, name: key, touchpoint: null };
}
