import { z } from 'zod';
import { AUDIT_SUBJECTS } from '../../domain/audit.js';
import { askedTime, id, page, pageOf, time } from './scalars.js';

export const AuditEntry = z.object({
  id,
  at: time,
  by: z
    .object({ id, name: z.string() })
    .nullable()
    .describe('null: Earshot itself, or nobody known'),
  what: z.string().describe('in words: "marked it as done"'),
  subject: z.object({
    kind: z.enum(AUDIT_SUBJECTS),
    id: z.string(),
    name: z
      .string()
      .nullable()
      .describe('of people, teams, sources, monitors, while they are there'),
  }),
  detail: z.unknown(),
});
const filters = {
  who: id.optional().describe('id of the person who did it'),
  kind: z.enum([...AUDIT_SUBJECTS, 'sign-in']).optional(),
  from: askedTime.optional(),
  to: askedTime.optional(),
  text: z.string().trim().min(1).max(100).optional().describe('in what was done'),
};
export const AuditQuery = z.object({ ...filters, ...page });
export const AuditPage = pageOf(AuditEntry).extend({
  sealed: z
    .object({ through: id, at: time })
    .nullable()
    .describe('up to here, a change made behind our back would show: earshot audit verify'),
});
export const AuditExportQuery = z.object({
  ...filters,
  as: z.enum(['csv', 'jsonl']).default('csv'),
});
