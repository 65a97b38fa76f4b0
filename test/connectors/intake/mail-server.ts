import type { AddressInfo, Socket } from 'node:net';
import hoodiecrow, { type FetchHandler, type Mailbox, type Server } from 'hoodiecrow-imap';

export interface Mail {
  readonly id?: string;
  readonly from?: string;
  readonly subject?: string;
  readonly text?: string;
  /** What the letter says. */
  readonly date?: string;
  /** When it came to the mailbox. */
  readonly at?: Date;
}

/** A letter as it is sent. */
export function letter({ id, from, subject, text, date }: Mail): string {
  return [
    ...(id === undefined ? [] : [`Message-ID: <${id}>`]),
    `From: ${from ?? 'Ann <ann@customer.example>'}`,
    `Date: ${date ?? 'Sat, 10 Jan 2026 12:00:00 +0000'}`,
    `Subject: ${subject ?? 'A letter'}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text ?? 'Some words about Apex.',
    '',
  ].join('\r\n');
}

/** A real IMAP server in this process. User `testuser`, password `testpass`. */
export class MailServer {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly imap: Server) {
    imap.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(tls?: { key: string; cert: string }): Promise<MailServer> {
    const imap = hoodiecrow({
      plugins: ['ID', 'IDLE', 'ENABLE', 'UNSELECT', 'NAMESPACE'],
      storage: { INBOX: { messages: [] }, '': { folders: { Lists: { messages: [] } } } },
      ...(tls === undefined ? {} : { secureConnection: true, credentials: tls }),
    });
    const part = partOf();
    // After the first message it takes the question for one without PEEK.
    Object.assign(imap.fetchHandlers, { 'BODY.PEEK': part, BODY: part });
    const server = new MailServer(imap);
    await new Promise<void>((resolve) => imap.listen(0, '127.0.0.1', resolve));
    // The conformance suite never closes its own.
    imap.server.unref();
    return server;
  }

  get port(): number {
    return (this.imap.server.address() as AddressInfo).port;
  }

  get inbox(): Mailbox {
    return this.imap.getMailbox('INBOX');
  }

  deliver(mail: Mail): void {
    this.imap.appendMessage('INBOX', [], mail.at ?? new Date(), letter(mail));
  }

  deliverRaw(raw: string, at = new Date()): void {
    this.imap.appendMessage('INBOX', [], at, raw);
  }

  /** As a server that was set up anew: the same numbers stand for other letters. */
  empty(uidValidity: number): void {
    const { inbox } = this;
    inbox.messages.length = 0;
    Object.assign(inbox, { uidvalidity: uidValidity, uidnext: 1 });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.imap.server.close(resolve));
  }
}

/** Gives the part of a message that is asked for; its own forgets after the first message which one. */
function partOf(): FetchHandler {
  const lengths = new WeakMap<object, number>();
  return (_connection, message, query) => {
    const length = lengths.get(query) ?? query.partial?.[1] ?? message.raw.length;
    lengths.set(query, length);
    if (query.partial) query.partial = query.partial.slice(0, 1);
    return { type: 'LITERAL', value: message.raw.slice(0, length) };
  };
}
