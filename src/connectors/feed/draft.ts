import type { ItemAuthor } from '../../domain/mention.js';
import type { Captured } from './construct.js';
import type { Field } from './fields.js';

/** A value that was found, with what is needed to understand it. */
export interface Found extends Captured {
  /** The base address where it stood. */
  readonly base: string | null;
}

/** What is known so far of an entry, or of the feed: for each field the best that was offered. */
export class Draft {
  private readonly best = new Map<Field, { readonly rank: number; readonly found: Found }>();
  private author: { readonly rank: number; readonly author: ItemAuthor } | null = null;
  readonly tags: string[] = [];

  /** @param language the language that holds where it starts (`xml:lang`) */
  constructor(readonly language: string | null) {}

  /** Takes a value, unless it is empty or a better one is there. Lower ranks are better. */
  offer(field: Field, rank: number, found: Found): void {
    const before = this.best.get(field);
    if (before !== undefined && before.rank <= rank) return;
    if (found.content.trim() === '') return;
    this.best.set(field, { rank, found });
  }

  offerAuthor(rank: number, author: ItemAuthor | null): void {
    if (author === null || (this.author !== null && this.author.rank <= rank)) return;
    this.author = { rank, author };
  }

  get(field: Field): Found | null {
    return this.best.get(field)?.found ?? null;
  }

  getAuthor(): ItemAuthor | null {
    return this.author?.author ?? null;
  }

  isEmpty(): boolean {
    return this.best.size === 0;
  }
}
