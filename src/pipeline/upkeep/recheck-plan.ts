import { connectorFor } from '../../connectors/index.js';
import { nextRecheck } from '../../domain/recheck.js';
import type { Heard } from '../../store/mentions.store.js';

/**
 * Plans the first look at posts that are about to be stored, where their kind of place can look
 * posts up again.
 */
export function planned(kind: string, heard: readonly Heard[], now: Date): readonly Heard[] {
  if (connectorFor(kind).recheck === undefined) return heard;
  return heard.map((it) => {
    const postedAt = it.item.publishedAt === null ? now : new Date(it.item.publishedAt);
    return { ...it, recheckAt: nextRecheck(postedAt, now, Math.random()) };
  });
}
