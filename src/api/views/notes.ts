import { z } from 'zod';
import { LONGEST_NOTE, MOST_CALLS, MOST_LINKS } from '../../domain/note.js';
import { PersonView } from './mentions.js';
import { id, time } from './scalars.js';

/** An attachment: never the thing itself, only where it is. */
export const NoteLink = z.object({
  url: z.string(),
  /** In ASCII, so that no letter can pass for another one. */
  host: z.string(),
});

export const NoteView = z.object({
  id,
  mentionId: id,
  by: PersonView,
  /** Plain text; empty when it was deleted or erased. */
  text: z.string(),
  /** The people it calls, each by `@name` in the text. */
  calls: z.array(PersonView),
  /** The http and https addresses of the text, in its order. */
  links: z.array(NoteLink),
  createdAt: time,
  editedAt: time.nullable(),
  deletedAt: time.nullable(),
  /** When its text was erased together with the mention's. */
  erasedAt: time.nullable(),
  /** What it said before, oldest first; `until` is when that was replaced. */
  before: z.array(z.object({ text: z.string(), until: time })),
  version: z.number().int(),
});
/** Oldest first. */
export const NoteList = z.object({ items: z.array(NoteView) });

const text = z.string().trim().min(1).max(LONGEST_NOTE);
const calls = z.array(id).max(MOST_CALLS);

export const NoteWrite = z.strictObject({
  /** Plain text. Its http and https addresses become attachments. */
  text: text.describe(`plain text; at most ${MOST_LINKS} addresses in it become attachments`),
  /** The people that it calls. Only those count whose `@name` stands in the text. */
  calls: calls.default([]),
});
export const NoteEdit = NoteWrite.extend({
  /** The version that was on the screen: 409 when another window has changed it since. */
  version: z.int32(),
});
