import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll } from 'vitest';

export interface TakenMail {
  readonly to: readonly string[];
  readonly from: string;
  readonly user: string | null;
  /** As it was sent, header and all. */
  readonly raw: string;
}

/** How the server treats an e-mail. `lost-answer`: it takes it, and the connection breaks before it says so. */
export type Manners = 'takes' | 'refuses' | 'busy' | 'silent' | 'breaks' | 'lost-answer';

/** A real mail server on loopback that behaves as the test wants. */
export class MailServer {
  readonly taken: TakenMail[] = [];
  tries = 0;
  manners: Manners = 'takes';

  private constructor(
    private readonly server: SMTPServer,
    readonly host: string,
  ) {}

  /** @param account what it wants to be told, when it wants a sign-in */
  static async open(account?: { user: string; password: string }): Promise<MailServer> {
    let mails: MailServer | null = null;
    const server = new SMTPServer({
      disabledCommands: account === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
      allowInsecureAuth: true,
      authOptional: account === undefined,
      onAuth: ({ username, password }, _session, done) =>
        username === account?.user && password === account?.password
          ? done(null, { user: username })
          : done(new Error('no such account')),
      onRcptTo: (address, _session, done) => mails?.recipient(address.address, done),
      onData: (stream, session, done) => mails?.data(stream, session, done),
    });
    // It breaks connections on purpose.
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    mails = new MailServer(server, `127.0.0.1:${port}`);
    afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
    return mails;
  }

  private recipient(address: string, done: (error?: Error | null) => void): void {
    this.tries++;
    if (this.manners === 'refuses')
      return done(Object.assign(new Error(`no ${address} here`), { responseCode: 550 }));
    if (this.manners === 'busy')
      return done(Object.assign(new Error('come again later'), { responseCode: 451 }));
    done();
  }

  private data: NonNullable<SMTPServerOptions['onData']> = (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const { manners } = this;
      if (manners === 'takes' || manners === 'lost-answer')
        this.taken.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          user: typeof session.user === 'string' ? session.user : null,
          raw: Buffer.concat(chunks).toString('utf8'),
        });
      if (manners === 'silent') return;
      if (manners === 'breaks' || manners === 'lost-answer') return this.breakAll();
      done();
    });
  };

  private breakAll(): void {
    const { connections } = this.server as unknown as {
      connections: Set<{ _socket: { destroy: () => void } }>;
    };
    connections.forEach((connection) => connection._socket.destroy());
  }
}

/** A header of an e-mail, unfolded. */
export function header(raw: string, name: string): string | undefined {
  const [head = ''] = raw.split('\r\n\r\n');
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim();
}
