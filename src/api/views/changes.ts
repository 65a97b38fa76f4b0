import { z } from 'zod';
import { MentionDetail, PersonView } from './mentions.js';
import { Problem } from './operation.js';
import { time } from './scalars.js';

/** What somebody else did to a mention after the version that you saw. */
export const Meanwhile = z.object({
  at: time,
  /** A person's name, or "Earshot". */
  by: z.string(),
  /** Whether that was you, from another window. */
  you: z.boolean(),
  /** In words, as the history says it: "marked it as done". */
  what: z.string(),
});

/** The mention as it is now, and what your change was merged with. */
export const ChangedMention = MentionDetail.extend({
  /** The version that your change made, for undo; null when it was so already and nothing was done. */
  made: z.number().int().nullable(),
  /** What others had done to other parts of it since the version that you saw; oldest first. */
  meanwhile: z.array(Meanwhile),
  /** Exact copies that went with it. */
  copiesChanged: z.number().int(),
});

/** The answer of 409: nothing of what you asked for was done. */
export const ChangeConflict = Problem.extend({
  /** The mention as it is now. */
  mention: MentionDetail,
  /** What was done since the version that you saw, and stands against your change; oldest first. */
  meanwhile: z.array(Meanwhile),
  /** Who works on it right now, when that is what stands against it. */
  heldBy: PersonView.nullable(),
});

export const ClaimRequest = z.strictObject({
  /** Takes it from the one who has it, who is told. */
  takeOver: z.boolean().default(false),
});

export const UndoRequest = z.strictObject({
  /** The version that the change made which is to be taken back. */
  version: z.int32(),
});
