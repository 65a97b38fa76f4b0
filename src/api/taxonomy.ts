import { Inject, Injectable } from '@nestjs/common';
import type { Taxonomy } from '../domain/taxonomy.js';
import { TaxonomiesStore } from '../store/taxonomies.store.js';

/** Injection token of the taxonomy of the file, which is in force until there is a version in the database. */
export const TAXONOMY_FILE = Symbol('TAXONOMY_FILE');

/** A topic as far as lists name it. */
export interface NamedTopic {
  readonly key: string;
  readonly name: string;
  readonly touchpoint: string | null;
  readonly group: string | null;
}

/** The taxonomy that texts are read by now. Its body is fetched when its version has changed. */
@Injectable()
export class TaxonomyInForce {
  private known: { version: number; taxonomy: Taxonomy } | null = null;

  constructor(
    private readonly store: TaxonomiesStore,
    @Inject(TAXONOMY_FILE) private readonly file: Taxonomy,
  ) {}

  /** @returns version 0 for the file */
  async get(): Promise<{ version: number; taxonomy: Taxonomy }> {
    const version = await this.store.version();
    if (version === 0) return { version, taxonomy: this.file };
    if (this.known?.version !== version) {
      const inForce = await this.store.inForce();
      if (inForce === null) return { version: 0, taxonomy: this.file };
      this.known = { version: Number(inForce.version), taxonomy: inForce.taxonomy };
    }
    return this.known;
  }
}

/** A topic that the taxonomy no longer has goes by its key. */
export function topicOf({ topics }: Taxonomy, key: string): NamedTopic {
  return (
    topics.find((topic) => topic.key === key) ?? { key, name: key, touchpoint: null, group: null }
  );
}
