/** What lines of the audit log are about. */
export const AUDIT_SUBJECTS = [
  'mention',
  'task',
  'source',
  'monitor',
  'user',
  'team',
  'token',
  'queue',
  'session',
  'reading',
  'taxonomy',
  'proposal',
  'macro',
  'view',
] as const;
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];
