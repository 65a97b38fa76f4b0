import { z } from 'zod';
import { PersonView } from './mentions.js';
import { id, time } from './scalars.js';

const ViewName = z.string().trim().min(1).max(80);
/** The query string of the inbox's address, without "?". */
const ViewAddress = z
  .string()
  .max(20_000)
  .regex(/^[^?#\s]*$/u, 'is the part of an address after the "?"');

/** A view of the inbox under a name. */
export const SavedView = z.object({
  id,
  name: z.string(),
  /** Seen by everyone. */
  shared: z.boolean(),
  address: z.string(),
  owner: PersonView,
  /** Whether you may change or delete it: its owner may, and managers may where it is shared. */
  yours: z.boolean(),
  createdAt: time,
  version: z.number().int(),
});
/** Your own and what others share, by name. */
export const SavedViewList = z.object({ items: z.array(SavedView) });

export const SavedViewCreate = z.strictObject({
  name: ViewName,
  address: ViewAddress,
  shared: z.boolean().default(false),
});

/** What is left out stays. */
export const SavedViewPatch = z.strictObject({
  name: ViewName.optional(),
  address: ViewAddress.optional(),
  shared: z.boolean().optional(),
  /** The version that was on the screen; another one by now is answered with 409. */
  version: z.int32(),
});
