import type { ImapFlow, MailboxObject } from 'imapflow';
import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type {
  Asking,
  HistoryPage,
  HistoryRequest,
  PolledConnector,
  PollRequest,
  PollResult,
} from '../connector.js';
import { NoAccess, Unreadable } from '../errors.js';
import { allowPrivate } from '../params.js';
import { readLetter, readLetterFile } from './letter.js';
import { withMailbox } from './mailbox.js';

const PASSWORD = 'EARSHOT_EMAIL_PASSWORD';

const Params = z.strictObject({
  host: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'must be a name like imap.example.com')
    .meta({ title: 'Server', description: 'Name of the IMAP server: "imap.example.com".' }),
  port: z.int().min(1).max(65_535).default(993).meta({
    title: 'Port',
    description: 'Usually 993 with TLS, 143 without.',
  }),
  tls: z.boolean().default(true).meta({
    title: 'TLS from the start',
    description: 'When off, the connection is encrypted by STARTTLS before the password is sent.',
  }),
  user: z.string().trim().min(1).max(320).meta({
    title: 'User',
    description: 'Who signs in; usually the address of the mailbox.',
  }),
  mailbox: z.string().trim().min(1).max(500).default('INBOX').meta({
    title: 'Mailbox',
    description: 'The folder to read. Nothing in it is changed, nor marked as seen.',
  }),
  sender: z.string().trim().toLowerCase().max(320).default('').meta({
    title: 'Only from',
    description: 'An address, or a part of one such as "@reviews.example"; empty for everybody.',
  }),
  allowPrivate,
});
type Params = z.output<typeof Params>;

/** Messages read at first, and in one page of the past. */
const PAGE = 50;
/** Messages read in one poll; the rest of a long silence comes with the next ones. */
const MOST = 200;
/** Read of one message, in bytes: the text comes before the attachments. */
const MOST_BYTES = 262_144;

const Cursor = z.object({ uidValidity: z.string(), lastUid: z.int() });
type Cursor = z.output<typeof Cursor>;

/** Letters of customers, and the notices that review sites send by e-mail. */
export const emailConnector: PolledConnector<Params> = {
  kind: 'email',
  genre: 'intake',
  name: 'E-mail',
  title: 'Messages of a mailbox, read over IMAP',
  terms: {
    access: 'key',
    note: 'The mailbox is your own; one password for all mailboxes stands in the environment. Only text is read, no attachments, and nothing is marked as seen. What is deleted there is not noticed here.',
    eraseWhenGone: false,
  },
  credentials: [
    {
      env: PASSWORD,
      title: 'Password of the mailbox, best one made for this program',
      required: true,
    },
  ],
  params: Params,
  locate({ host, port, user, mailbox, sender }) {
    const at = port === 993 ? host : `${host}:${port}`;
    const only = sender === '' ? '' : `?from=${sender}`;
    const name = `${mailbox === 'INBOX' ? '' : `${mailbox} of `}${user}${only && `, from ${sender}`}`;
    return { locator: `imap://${user}@${at}/${mailbox}${only}`, host: at, name, url: null };
  },
  async parse({ body }) {
    return { place: { title: null, link: null }, items: [await readLetterFile(body)] };
  },
  poll,
  history,
};

async function poll(request: PollRequest<Params>): Promise<PollResult> {
  const { mailbox: title } = request.params;
  const stored = Cursor.safeParse(request.cursor).data ?? null;
  return withMailbox(accountOf(request), request.signal, async (client, mailbox) => {
    const uidValidity = String(mailbox.uidValidity);
    // With another validity all numbers are new, and the mailbox is read as if for the first time.
    const known = stored?.uidValidity === uidValidity ? stored : null;
    if (known !== null && mailbox.uidNext > 0 && mailbox.uidNext - 1 <= known.lastUid)
      return { outcome: 'not-modified', freshForSeconds: null, validators: null };
    // From the last one known, which is the overlap: `last + 1:*` would give it, too.
    const found = await search(
      client,
      mailbox,
      request.params,
      known ? `${known.lastUid}:*` : null,
    );
    const uids = known ? found.slice(0, MOST) : found.slice(-PAGE);
    const more = known !== null && found.length > uids.length;
    const cursor: Cursor = { uidValidity, lastUid: reached(mailbox, uids, more) };
    return {
      outcome: 'items',
      place: { title, link: null },
      items: await fetch(client, mailbox, request.params, uids),
      cursor,
      validators: null,
      freshForSeconds: null,
      ...(known ? { complete: !more } : {}),
    };
  });
}

/** A page of the past ends where the next one begins: `<uid validity>:<least uid>`. */
async function history(request: HistoryRequest<Params>): Promise<HistoryPage> {
  return withMailbox(accountOf(request), request.signal, async (client, mailbox) => {
    const [validity, before] = request.position?.split(':') ?? [];
    // The numbers of before name nothing any more.
    if (before !== undefined && validity !== String(mailbox.uidValidity))
      return { items: [], next: null };
    const range = before === undefined ? null : `1:${Number(before) - 1}`;
    const found = before === '1' ? [] : await search(client, mailbox, request.params, range);
    const uids = found.slice(-PAGE);
    const next = found.length > uids.length ? `${mailbox.uidValidity}:${uids[0]}` : null;
    return { items: await fetch(client, mailbox, request.params, uids), next };
  });
}

function accountOf({ params, credential }: Asking<Params>) {
  const password = credential(PASSWORD);
  if (password === null)
    throw new NoAccess(
      `The mailbox needs a password: put it into ${PASSWORD} (or a file that ${PASSWORD}_FILE names) and start Earshot again.`,
    );
  return { ...params, password, allowPrivate: params.allowPrivate ?? false };
}

/** @returns UIDs, oldest first */
async function search(
  client: ImapFlow,
  { exists }: MailboxObject,
  { sender }: Params,
  range: string | null,
): Promise<number[]> {
  if (exists === 0) return [];
  const query = {
    ...(range === null ? { all: true } : { uid: range }),
    ...(sender === '' ? {} : { from: sender }),
  };
  const found = await client.search(query, { uid: true });
  if (!found) throw new Unreadable('The server did not search the mailbox. Earshot tries again.');
  return found.sort((a, b) => a - b);
}

/** The highest number that need not be looked at again. */
function reached({ uidNext }: MailboxObject, uids: readonly number[], more: boolean): number {
  const last = uids.at(-1) ?? 0;
  return more ? last : Math.max(last, uidNext - 1);
}

/** A message that came twice, by way of a list for example, is one. */
async function fetch(
  client: ImapFlow,
  { path, uidValidity }: MailboxObject,
  { host, sender }: Params,
  uids: readonly number[],
): Promise<Item[]> {
  if (uids.length === 0) return [];
  const items = new Map<string, Item>();
  const wanted = { uid: true, internalDate: true, source: { maxLength: MOST_BYTES } };
  for await (const { uid, internalDate, source } of client.fetch([...uids], wanted, {
    uid: true,
  })) {
    if (source === undefined) continue;
    const id = `imap://${host}/${path};UIDVALIDITY=${uidValidity}/;UID=${uid}`;
    const item = await readLetter(source, { id, at: instant(internalDate) }).catch(hostile);
    if (item === null) continue;
    // Some servers search within the name only, or more than the address.
    if (sender === '' || item.author?.handle?.includes(sender)) items.set(item.externalId, item);
  }
  return [...items.values()];
}

/** A message that is built to break its readers must not keep the others from being read. */
function hostile(error: unknown): null {
  if (error instanceof Unreadable) return null;
  throw error;
}

function instant(date: Date | string | undefined): string | null {
  const time = new Date(date ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
