import { z } from 'zod';
import { DISMISS_REASONS, INBOX_STATUSES } from '../../domain/mention.js';
import { OwnLabel, PersonView } from './mentions.js';
import { id } from './scalars.js';

/** Ten years. */
const MOST_HOURS = 87_600;

/** Several changes that are made together. As a MentionAction, but for whoever uses it, whenever that is. */
export const MacroAction = z.strictObject({
  status: z.enum(INBOX_STATUSES).optional(),
  /** Hours from its use until a waiting one comes back; goes with `waiting`, which needs it. */
  waitHours: z.int().min(1).max(MOST_HOURS).optional(),
  /** Goes with `dismissed`. */
  dismissedBecause: z.enum(DISMISS_REASONS).optional(),
  /** A person's id; `me`: whoever uses the macro; null: nobody's. */
  owner: z
    .union([z.literal('me'), id])
    .nullable()
    .optional(),
  addLabels: z.array(OwnLabel).max(20).optional(),
  removeLabels: z.array(OwnLabel).max(20).optional(),
});

const name = z.string().trim().min(1).max(60);
/** Pressed after "m"; null: only in the palette. */
const key = z.string().regex(/^\d$/, 'a digit 0 to 9').nullable();

export const MacroWrite = z.strictObject({
  name,
  key: key.default(null),
  shared: z.boolean().default(false),
  action: MacroAction,
});

export const MacroPatch = z.strictObject({
  name: name.optional(),
  key: key.optional(),
  shared: z.boolean().optional(),
  action: MacroAction.optional(),
  /** The version that you saw. */
  version: z.int32(),
});

export const MacroView = z.object({
  id,
  name: z.string(),
  key: z.string().nullable(),
  /** For everyone; changed by its owner and by managers. */
  shared: z.boolean(),
  owner: PersonView,
  /** Whether you may change it. */
  yours: z.boolean(),
  action: MacroAction,
  version: z.number().int(),
});

export const MacroList = z.object({ items: z.array(MacroView) });
