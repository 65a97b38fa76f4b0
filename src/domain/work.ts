/** Roles of people. A role may do what the ones after it may do, as `permissions.ts` of the API says. */
export const ROLES = [
  'admin',
  'manager',
  'community-manager',
  'product-owner',
  'on-call',
  'read-only',
] as const;
export type Role = (typeof ROLES)[number];

export const TASK_STATUSES = ['open', 'claimed', 'resolved'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** How outreach ended, as the person who did it saw it. */
export const TASK_OUTCOMES = [
  'solved',
  'answered',
  'no-reply-needed',
  'could-not-help',
  'not-reachable',
  'not-a-complaint',
] as const;
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];

/** What the pages are told of as it changes. `notifications` are told to whom they are for only. */
export const CHANGE_KINDS = [
  'mentions',
  'tasks',
  'sources',
  'topics',
  'presence',
  'notifications',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
