import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Connector, Parsed, ParseRequest } from '../connector.js';
import { Unreadable } from '../errors.js';
import type { Headers } from '../http.js';
import { parseJson } from '../json-answer.js';
import { isGithubEvent, readGithubEvent } from './github-event.js';
import { understood } from './import-file.js';
import { senderHost } from './sender.js';
import { verified } from './signatures.js';

const Params = z.strictObject({
  name: z.string().trim().min(1).max(100).meta({
    title: 'What sends',
    description: 'Tells this sender from your others: "Shop reviews", "acme/app on GitHub".',
  }),
  secretVersion: z.int().min(1).max(1_000_000).default(1).meta({
    title: 'Secret number',
    description:
      'Raise it by one to get a new secret; the one before holds until you raise it again.',
  }),
});
type Params = z.output<typeof Params>;

const NOWHERE = { title: null, link: null };
const DELETED = 'mention.deleted';

/** Standard Webhooks around rows: `{"type", "timestamp", "data"}`. */
const Envelope = z.object({ type: z.string().optional(), data: z.unknown() });
const Deleted = z.object({
  external_id: z.union([z.string().min(1), z.int()]).transform(String),
});

/**
 * What is sent to us over HTTP, signed.
 *
 * Rows have the columns of the import (`external_id`, `url`, `author`, `published_at`, `text`,
 * `title`, `rating`, `language`; only `text` must be there): one object, an array of them, or
 * either as `data` of an object whose `type`, if given, is `mention.created`, `mention.updated` or
 * `mention.deleted`; for the last `external_id` is enough. Events of GitHub are understood as they are.
 */
export const webhookConnector: Connector<Params> = {
  kind: 'webhook',
  genre: 'intake',
  name: 'Web-hook',
  title: 'Posts that another program sends, GitHub among them',
  terms: {
    access: 'open',
    note: 'What is sent is your own or was given to you; see that its senders know where it goes. Deletions are known only when they are sent, too.',
    eraseWhenGone: true,
  },
  params: Params,
  locate({ name }) {
    const host = senderHost(name);
    return { locator: `webhook:${name.toLowerCase()}`, host, name, url: null };
  },
  // A fault is a rejected promise, as from every other connector.
  parse: async (request) => read(request),
  receive: async ({ body, headers, secrets, now }) => ({
    deliveryId: verified({ body, headers, secrets, now }),
    ...read({ body, headers }),
  }),
};

function read({ body, headers = {} }: Pick<ParseRequest, 'body' | 'headers'>): Parsed {
  const payload = parseJson(payloadOf(body, headers), 'The sender');
  const event = headers['x-github-event'];
  if (event !== undefined || isGithubEvent(payload)) return readGithubEvent(payload, event ?? null);
  if (!isObject(payload) || !('data' in payload) || 'text' in payload)
    return { place: NOWHERE, items: rows(payload) };
  const envelope = Envelope.safeParse(payload);
  if (!envelope.success) throw new Unreadable('The sender names a type that is no text.');
  const { type, data } = envelope.data;
  if (type === DELETED) return { place: NOWHERE, items: [], gone: deleted(data) };
  if (type !== undefined && !type.startsWith('mention.'))
    throw new Unreadable(`The sender sent "${type}", which is nothing to do with posts.`);
  return { place: NOWHERE, items: rows(data) };
}

/** GitHub wraps its JSON into a form unless it is told not to. */
function payloadOf(body: Uint8Array, headers: Headers): Uint8Array {
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return body;
  const form = new URLSearchParams(Buffer.from(body).toString());
  return Buffer.from(form.get('payload') ?? '');
}

/** All or none: half of a delivery would be lost in silence. */
function rows(data: unknown): Item[] {
  return listOf(data).map((row, index) => {
    const read = understood(index + 1, row);
    if ('item' in read) return read.item;
    throw new Unreadable(
      `Row ${index + 1} of what was sent cannot be used: ${read.fault.message}.`,
    );
  });
}

function deleted(data: unknown): string[] {
  return listOf(data).map((row) => {
    const read = Deleted.safeParse(row);
    if (read.success) return read.data.external_id;
    throw new Unreadable('The sender says that a post was deleted, but not its external_id.');
  });
}

const listOf = (data: unknown): readonly unknown[] => (Array.isArray(data) ? data : [data]);

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
