import { isIP } from 'node:net';
import { ImapFlow, type MailboxObject } from 'imapflow';
import {
  Blocked,
  NotFound,
  PlaceError,
  RateLimited,
  TimedOut,
  TooLarge,
  Unreachable,
  Unreadable,
} from '../errors.js';
import { guardedLookup } from '../http/address-guard.js';
import { networkError } from '../http/network-error.js';

export interface Account {
  readonly host: string;
  readonly port: number;
  /** From the first byte; else the connection is turned into an encrypted one before signing in. */
  readonly tls: boolean;
  readonly user: string;
  readonly password: string;
  readonly mailbox: string;
  readonly allowPrivate: boolean;
}

const CONNECT_MS = 15_000;
/** Longest silence of the server. */
const IDLE_MS = 20_000;
/** Of one answer: the part of a message that is asked for is far smaller. */
const MOST_BYTES = 5_000_000;

/**
 * Opens a mailbox for reading, so that nothing in it is marked as seen, and closes it again.
 *
 * The name is looked up once, and the connection goes to the address that was checked. Without
 * `tls` a password goes over the internet only after STARTTLS; in clear text only in one's own network.
 *
 * @throws the errors of errors.ts; the signal's reason when it is aborted
 */
export async function withMailbox<Result>(
  account: Account,
  signal: AbortSignal,
  read: (client: ImapFlow, mailbox: MailboxObject) => Promise<Result>,
): Promise<Result> {
  let client: ImapFlow | null = null;
  try {
    const made = await unlessAborted(signal, () => clientFor(account));
    client = made;
    // What breaks is thrown by the command under way, too; unheard it would end the process.
    made.on('error', () => undefined);
    return await unlessAborted(signal, async () => {
      await made.connect();
      const result = await read(made, await open(made, account));
      await made.logout();
      return result;
    });
  } catch (error) {
    signal.throwIfAborted();
    throw mailError(error, account);
  } finally {
    client?.close();
  }
}

/** A connection that is closed before it is open leaves its promise as it is. */
async function unlessAborted<Result>(
  signal: AbortSignal,
  act: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
  });
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([aborted, act()]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function clientFor(account: Account): Promise<ImapFlow> {
  const { host, port, tls, user, password, allowPrivate } = account;
  return new ImapFlow({
    host: await checkedAddress(host, allowPrivate),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    port,
    secure: tls,
    ...(tls || allowPrivate ? {} : { doSTARTTLS: true }),
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: IDLE_MS,
    maxLineLength: MOST_BYTES,
    maxLiteralSize: MOST_BYTES,
    maxResponseSize: 2 * MOST_BYTES,
  });
}

/** @throws AddressRefused */
function checkedAddress(host: string, allowPrivate: boolean): Promise<string> {
  return new Promise((resolve, reject) =>
    guardedLookup(allowPrivate)(host, {}, (error, address) => {
      if (error) reject(error);
      else resolve(typeof address === 'string' ? address : '');
    }),
  );
}

async function open(client: ImapFlow, { host, mailbox }: Account): Promise<MailboxObject> {
  try {
    return await client.mailboxOpen(mailbox, { readOnly: true });
  } catch (error) {
    if (!(error instanceof Error) || !('responseStatus' in error)) throw error;
    throw new NotFound(`${host} does not open the mailbox "${mailbox}". Check its name.`, {
      cause: error,
    });
  }
}

function mailError(error: unknown, { host, user }: Account): PlaceError {
  if (error instanceof PlaceError) return error;
  const fault = error as {
    code?: unknown;
    authenticationFailed?: unknown;
    throttleReset?: unknown;
  };
  const [code, details] = [typeof fault.code === 'string' ? fault.code : '', { cause: error }];
  if (fault.authenticationFailed === true)
    return new Blocked(
      `${host} does not let "${user}" in. Check the user and EARSHOT_EMAIL_PASSWORD; many hosts want a password made for programs.`,
      details,
    );
  if (/TIMEOUT|TIMEDOUT/.test(code))
    return new TimedOut(`${host} went silent. Earshot tries again.`, details);
  if (code.endsWith('TooLarge'))
    return new TooLarge(`${host} sent an answer that is larger than allowed.`, details);
  if (code === 'ETHROTTLE') {
    const pauseMs = Number(fault.throttleReset ?? 0);
    const retryAt = new Date(Date.now() + pauseMs);
    return new RateLimited(`${host} asks for a pause. Earshot waits.`, { ...details, retryAt });
  }
  if (/^Parser|^InvalidResponse|^UnexpectedTag|NESTING/.test(code))
    return new Unreadable(
      `${host} does not speak proper IMAP. Check the address and port.`,
      details,
    );
  if (error instanceof Error && error.message.includes('STARTTLS'))
    return new Unreachable(
      `${host} offers no encryption on this port, and Earshot sends no password in clear text. Use the port for TLS, usually 993.`,
      details,
    );
  return networkError(error, host);
}
