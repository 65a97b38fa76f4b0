/** Every queue and what its jobs carry. Ids only: the table holds the state, the job is a hint. */
export interface Queues {
  /** Ask one place. */
  poll: { readonly sourceId: string };
  /** Give each of these mentions its reading. */
  read: { readonly mentionIds: readonly string[] };
  /** Look posts of one place up again, for edits and deletion. */
  recheck: { readonly sourceId: string };
  /** Read one page of the past of a place. */
  backfill: { readonly backfillId: string };
  /** Give each of these mentions its priority, and open or join tasks. */
  triage: { readonly mentionIds: readonly string[] };
  /** Give stored readings the topics of the taxonomy in force. */
  relabel: { readonly version: number };
  /** Work out what a changed taxonomy would do. */
  preview: { readonly previewId: string };
  /** Look for new patterns among complaints without a topic. */
  propose: { readonly runId: string };
  /** Do one action on the mentions of a run, or take it back. */
  bulk: { readonly runId: string };
}

export type QueueName = keyof Queues;

export const QUEUE_NAMES: readonly QueueName[] = [
  'poll',
  'read',
  'triage',
  'recheck',
  'backfill',
  'relabel',
  'preview',
  'propose',
  'bulk',
];
