import type { IncomingHttpHeaders } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { WebSocket } from 'undici';
import type { Dispatcher } from 'undici';
import { AddressRefused, TimedOut, TooLarge, Unreachable } from '../errors.js';
import type { SocketOptions } from '../http.js';
import { checkLiteralHost } from './address-guard.js';
import { networkError } from './network-error.js';
import { describe } from './redirects.js';
import { statusError } from './status.js';
import { WatchedDispatcher } from './watched-dispatcher.js';

/** Longest message, in characters. No post of any place comes near it. */
export const MAX_MESSAGE = 1_000_000;
/** The same in the network layer, in bytes: stops a message before it is whole. */
const MAX_MESSAGE_BYTES = 4 * MAX_MESSAGE;
/** Characters waiting to be read at which the place must pause, and at which it may go on. */
const PAUSE_AT = 4_000_000;
const GO_ON_AT = 1_000_000;
/** Messages after which everything else in the process has its turn. */
const PER_TURN = 500;
/** Ends that are no fault: done, going away (a restart), and none stated. */
const GOOD_ENDS = new Set([1000, 1001, 1005]);

export interface OpenSocketOptions extends SocketOptions {
  /** How Earshot introduces itself. */
  readonly userAgent: string;
  /** Longest silence, in milliseconds. */
  readonly idleMs: number;
}

/**
 * Opens a WebSocket and gives its text messages in order. A reader that is slow makes the place
 * wait, so that no more than a few megabytes are ever held.
 *
 * @param dispatcher guards the connection as it does every other one
 * @throws Unreachable when it cannot be opened or breaks; Blocked, RateLimited and their like when
 *   the place answers with such a status instead; TooLarge for a message beyond `MAX_MESSAGE`;
 *   TimedOut after a silence; AddressRefused; the signal's reason when it is aborted
 */
export async function* openSocket(
  url: string,
  dispatcher: Dispatcher,
  options: OpenSocketOptions,
): AsyncGenerator<string> {
  options.signal.throwIfAborted();
  const target = parseStream(url);
  checkLiteralHost(target.hostname, options.allowPrivate === true);
  const stream = new Stream(target, dispatcher, options);
  try {
    for (let read = 1; ; read++) {
      if (read % PER_TURN === 0) await nextTurn();
      const message = await stream.next();
      if (message === null) return;
      yield message;
    }
  } finally {
    stream.close();
  }
}

function parseStream(url: string): URL {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (target?.protocol === 'ws:' || target?.protocol === 'wss:') return target;
  throw new AddressRefused(
    `"${url.slice(0, 200)}" is no address of a stream. Write it with wss://.`,
  );
}

/** What ended the stream; `error` is null when that is no fault. */
interface End {
  readonly error: unknown;
}

class Stream {
  private readonly socket: WebSocket;
  private readonly watched: WatchedDispatcher;
  private readonly place: string;
  private readonly waiting: string[] = [];
  private waitingLength = 0;
  private wake: () => void = () => undefined;
  private ended: End | null = null;
  private idle: NodeJS.Timeout | null = null;

  constructor(
    url: URL,
    dispatcher: Dispatcher,
    private readonly options: OpenSocketOptions,
  ) {
    this.place = describe(url);
    this.watched = new WatchedDispatcher(dispatcher, MAX_MESSAGE_BYTES);
    const headers = { 'user-agent': options.userAgent };
    this.socket = new WebSocket(url, { dispatcher: this.watched, headers });
    this.socket.addEventListener('open', () => this.opened());
    this.socket.addEventListener('message', ({ data }) => this.received(data));
    this.socket.addEventListener('close', ({ code, reason }) => this.closed(code, reason));
    // The event itself tells nothing of the cause; "close" follows it, and asks who knows.
    this.socket.addEventListener('error', () => undefined);
    options.signal.addEventListener('abort', this.abort, { once: true });
  }

  /** @returns the next message; null at the end */
  async next(): Promise<string | null> {
    for (;;) {
      // Who stops reading does not want the rest either.
      this.options.signal.throwIfAborted();
      const message = this.waiting.shift();
      if (message !== undefined) {
        this.waitingLength -= message.length;
        if (this.waitingLength <= GO_ON_AT) this.watched.connection?.resume();
        return message;
      }
      if (this.ended?.error) throw this.ended.error;
      if (this.ended !== null) return null;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  close(): void {
    this.options.signal.removeEventListener('abort', this.abort);
    if (this.idle !== null) clearTimeout(this.idle);
    this.end(null);
    this.socket.close();
    // Does not wait for the place to say goodbye, too.
    this.watched.connection?.destroy();
  }

  private readonly abort = (): void => this.end(this.options.signal.reason);

  private end(error: unknown): void {
    this.ended ??= { error };
    this.wake();
  }

  private opened(): void {
    const { idleMs } = this.options;
    this.idle = setTimeout(() => this.silent(), idleMs);
    // Pings of the place are signs of life, too, and only bytes show them.
    this.watched.connection?.on('data', () => this.idle?.refresh());
  }

  private silent(): void {
    const { connection } = this.watched;
    // It is we who made it wait.
    if (connection?.isPaused() === true) this.idle?.refresh();
    else this.end(new TimedOut(`The stream of ${this.place} went silent. Earshot tries again.`));
  }

  private received(data: unknown): void {
    if (this.ended !== null || typeof data !== 'string') return;
    if (data.length > MAX_MESSAGE) return this.end(this.tooLarge());
    this.waiting.push(data);
    this.waitingLength += data.length;
    if (this.waitingLength >= PAUSE_AT) this.watched.connection?.pause();
    this.wake();
  }

  private tooLarge(): TooLarge {
    return new TooLarge(
      `The stream of ${this.place} sent a message of more than ${MAX_MESSAGE / 1_000_000} MB. ` +
        'Check whether this is the right address.',
    );
  }

  private closed(code: number, reason: string): void {
    const { connection, failure } = this.watched;
    if (connection === null) return this.end(this.refusal());
    if (GOOD_ENDS.has(code)) return this.end(null);
    const why = reason === '' ? '' : `: ${reason.slice(0, 200)}`;
    this.end(
      new Unreachable(`The stream of ${this.place} broke (${code}${why}). Earshot tries again.`, {
        cause: failure,
      }),
    );
  }

  private refusal(): Error {
    const { failure, answer } = this.watched;
    if (answer !== null && answer.status >= 400) {
      return statusError(answer.status, flat(answer.headers), this.place);
    }
    if (answer === null && failure !== null) return networkError(failure, this.place);
    const status = answer === null ? '' : ` (${answer.status})`;
    return new Unreachable(
      `${this.place} opens no stream${status}. Check the address; it must be that of a WebSocket.`,
    );
  }
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  const known = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}
