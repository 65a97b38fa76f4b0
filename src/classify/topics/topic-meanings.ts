import type { Taxonomy, Topic } from '../../domain/taxonomy.js';
import type { Meanings } from '../meaning.js';
import { NearestTopics } from './nearest.js';

/** Texts whose vectors are remembered: those of several taxonomies that are tried one after the other. */
const REMEMBERED = 20_000;

/** Encodes the words of topics, each text once however many taxonomies hold it. */
export class TopicMeanings {
  private readonly known = new Map<string, Int8Array>();

  constructor(private readonly meanings: Pick<Meanings, 'of'>) {}

  async nearest({ topics }: Taxonomy): Promise<NearestTopics> {
    const texts = new Map(topics.map((topic) => [topic.key, textsOf(topic)]));
    await this.learn([...texts.values()].flat());
    const vectors = [...texts].map(
      ([key, own]) => [key, own.flatMap((text) => this.known.get(text) ?? [])] as const,
    );
    return new NearestTopics(new Map(vectors));
  }

  private async learn(texts: readonly string[]): Promise<void> {
    if (this.known.size > REMEMBERED) this.known.clear();
    const fresh = [...new Set(texts)].filter((text) => !this.known.has(text));
    const found = await this.meanings.of(fresh);
    for (const [at, { sentence }] of found.entries()) this.known.set(fresh[at] ?? '', sentence);
  }
}

function textsOf({ name, description, examples }: Topic): string[] {
  return [name, description, ...examples];
}
