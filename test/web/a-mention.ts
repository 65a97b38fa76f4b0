import type { MentionSummary, View } from '../../src/api/views.js';

export type Mention = View<typeof MentionSummary>;

/** A mention as a list has it, about which nothing is known but what is given. */
export function aMention(given: Partial<Mention> = {}): Mention {
  return {
    id: '1',
    sourceId: '1',
    sourceName: 'Forum',
    sourceKind: 'feed',
    monitors: [],
    author: null,
    url: null,
    title: null,
    excerpt: 'Words',
    rating: null,
    publishedAt: null,
    fetchableAt: null,
    fetchedAt: '2026-03-01T10:00:00.000Z',
    actionableAt: null,
    goneAt: null,
    erasedAt: null,
    status: 'new',
    waitingUntil: null,
    dismissedBecause: null,
    owner: null,
    claim: null,
    dueAt: null,
    want: null,
    ownLabels: [],
    copies: 0,
    notes: 0,
    complaint: null,
    sentiment: null,
    topics: [],
    corrected: false,
    priority: null,
    reasons: [],
    taskId: null,
    version: 1,
    ...given,
  };
}
