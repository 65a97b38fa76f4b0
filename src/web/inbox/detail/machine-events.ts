import type { MentionDetail } from '../../app/wire.js';
import { say } from '../../language/say.js';

/** One line of a history. */
export interface Line {
  readonly at: string;
  /** null: Earshot itself. */
  readonly by: string | null;
  readonly what: string;
}

/** What was done with a mention: by people, by us, and at its place. */
export function historyOf(mention: MentionDetail): Line[] {
  const { readAt, reading, revisions, goneAt, erasedAt, fetchedAt, actionableAt } = mention;
  const line = (at: string | null, what: string): Line[] =>
    at === null ? [] : [{ at, by: null, what }];
  return [
    ...mention.history,
    ...line(fetchedAt, say('fetched it from {source}', { source: mention.sourceName })),
    ...line(readAt, say('read it by the model {model}', { model: reading?.model ?? '' })),
    ...line(actionableAt, say('put it into the inbox')),
    ...revisions.flatMap(({ seenAt }) => line(seenAt, say('saw that its author had changed it'))),
    ...line(goneAt, say('found that it is gone from its place')),
    ...line(erasedAt, say('erased its text and its author')),
  ];
}
