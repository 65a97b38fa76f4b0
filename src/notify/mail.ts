import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Letter } from './letter.js';

/** Where e-mails are handed over, and whom they come from. */
export interface MailWay {
  /** smtp: or smtps:, with user name and password where they are needed. */
  readonly url: string;
  /** `Earshot <earshot@example.org>`. */
  readonly from: string;
  /** For one e-mail as a whole, in milliseconds. */
  readonly timeoutMs: number;
}

export interface Envelope {
  readonly to: { readonly name: string; readonly email: string };
  /** Stays the same when the letter is sent again: who gets it twice can tell. */
  readonly messageId: string;
}

/** It was not taken. */
export class MailError extends Error {
  override readonly name = 'MailError';
  constructor(
    message: string,
    /** Sending it again brings the same: the address is refused, or the letter is. */
    readonly isFinal: boolean,
    options: { cause: unknown },
  ) {
    super(message, options);
  }
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Hands e-mails to a mail server, one connection for each: there are few. */
export class Mail {
  constructor(private readonly way: MailWay) {}

  /** @throws MailError */
  async send(letter: Letter, { to, messageId }: Envelope): Promise<void> {
    const { url, from, timeoutMs } = this.way;
    const { hostname, port, protocol, username, password } = new URL(url);
    const isSecure = protocol === 'smtps:';
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: Number(port) || (isSecure ? 465 : 587) });
    const late = new Error(`took longer than ${Math.round(timeoutMs / 1000)} s`);
    const timer = setTimeout(() => socket.destroy(late), timeoutMs);
    const auth = username === '' ? undefined : signIn(username, password);
    try {
      await connected(socket);
      const transport = createTransport({
        host,
        secure: isSecure,
        connection: socket,
        ...(auth === undefined ? {} : { auth }),
        // A password goes over an encrypted connection, or to this machine.
        requireTLS: auth !== undefined && !isSecure && !LOOPBACK.test(hostname),
        greetingTimeout: timeoutMs,
        socketTimeout: timeoutMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      await transport.sendMail({
        from,
        to: { name: to.name, address: to.email },
        messageId,
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        headers: {
          'List-Unsubscribe': `<${letter.unsubscribeLink}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
        },
      });
    } catch (error) {
      throw told(socket.errored ?? error, host);
    } finally {
      clearTimeout(timer);
      socket.destroy();
    }
  }
}

function signIn(username: string, password: string): { user: string; pass: string } {
  return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    // Stays: what breaks later must be heard by somebody, too.
    socket.on('error', reject);
  });
}

interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** In words for the person who must act; passwords stand in none of these. */
function told(cause: unknown, host: string): MailError {
  const { code, command = '', responseCode = 0, response } = cause as SmtpError;
  const said = response === undefined ? '' : ` It said: ${response.slice(0, 200)}`;
  const refused = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500;
  if (refused && !command.startsWith('MAIL'))
    return new MailError(`The mail server ${host} refused the e-mail for good.${said}`, true, {
      cause,
    });
  if (code === 'EAUTH')
    return new MailError(
      `The mail server ${host} does not accept the user name and password of EARSHOT_SMTP_URL.${said}`,
      false,
      { cause },
    );
  const why = cause instanceof Error ? cause.message : String(cause);
  return new MailError(
    `The mail server ${host} did not take the e-mail: ${why.slice(0, 300)}`,
    false,
    { cause },
  );
}
