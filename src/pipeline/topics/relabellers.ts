import { decodeModel, ModelFileError, type Model } from '../../classify/linear/model-file.js';
import type { Meanings } from '../../classify/meaning.js';
import { type Heads } from '../../classify/reader.js';
import { shippedHeads } from '../../classify/shipped-reader.js';
import { Relabeller, type KnownScores, type ReadText } from '../../classify/topics/relabel.js';
import { TopicMeanings } from '../../classify/topics/topic-meanings.js';
import type { Taxonomy } from '../../domain/taxonomy.js';
import type { ModelsStore } from '../../store/models.store.js';
import type { NewTopics, StoredText } from '../../store/relabelling.store.js';

/** Works out the topics of stored readings under one taxonomy or another. */
export class Relabellers {
  private readonly known: TopicMeanings | null;

  /**
   * @param meanings null: no text is looked at for its meaning
   * @param heads the heads that read now
   */
  constructor(
    private readonly meanings: Meanings | null,
    private readonly heads: () => Promise<Heads>,
  ) {
    this.known = meanings === null ? null : new TopicMeanings(meanings);
  }

  /** @returns gives each stored text its topics under the taxonomy, in their order */
  async under(taxonomy: Taxonomy): Promise<(texts: readonly StoredText[]) => Promise<NewTopics[]>> {
    const heads = await this.heads();
    const relabeller = await Relabeller.open(heads, taxonomy, this.meanings, this.known);
    return async (texts) => {
      const found = await relabeller.relabel(texts.map(asReadText));
      return texts.flatMap(({ id, contentHash, model }, at) => {
        const topics = found[at];
        return topics === undefined ? [] : [{ id, contentHash, model, ...topics }];
      });
    };
  }
}

/** What was kept of the heads was written by a relabeller. */
function asReadText({ scores, ...text }: StoredText): ReadText {
  return { ...text, scores: scores as KnownScores | null };
}

/**
 * The heads that read topics now: the shipped ones, and the one that people's corrections taught before
 * them for the languages that it knows. What was loaded is kept until another one serves.
 */
export function headsInForce(models: ModelsStore): () => Promise<Heads> {
  let shipped: Heads | undefined;
  let taught: { id: string; heads: Heads } | undefined;
  return async () => {
    shipped ??= shippedHeads();
    const serving = (await models.serving()).find(({ task }) => task === 'topic');
    if (serving === undefined) return shipped;
    if (taught?.id !== serving.id) {
      const own = decodeOwn(await models.bytes(serving.id), serving.id);
      const topic = [...(own === null ? [] : [own]), ...(shipped.topic ?? [])];
      taught = { id: serving.id, heads: { ...shipped, topic } };
    }
    return taught.heads;
  };
}

/** One that was taught by another version of Earshot may not fit: then the shipped one reads. */
function decodeOwn(bytes: Buffer, id: string): Model | null {
  try {
    return decodeModel(bytes, `the taught model ${id}`);
  } catch (error) {
    if (error instanceof ModelFileError) return null;
    throw error;
  }
}
