import { z } from 'zod';
import { PRESENCE_STATES } from '../../domain/presence.js';
import { PersonView } from './mentions.js';
import { id } from './scalars.js';

/** What one open window says of itself: about every 20 s, and at once when it changes. */
export const PresenceWrite = z.strictObject({
  /** Names the window; made by it, at random. */
  client: z.string().regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, "-" or "_"'),
  /** The mention that is open in it; null: none any more. */
  mentionId: id.nullable(),
  state: z.enum(PRESENCE_STATES),
});

/** Somebody who has a mention open; several windows of one person count as one. */
export const PresenceView = z.object({
  mentionId: id,
  person: PersonView,
  state: z.enum(PRESENCE_STATES),
});
export const PresenceList = z.object({ items: z.array(PresenceView) });
