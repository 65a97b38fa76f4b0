import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import type { Validators } from '../domain/validators.js';
import { BadRedirect } from './errors.js';
import { checkLiteralHost, guardedLookup } from './http/address-guard.js';
import { ACCEPT_ENCODING, readBody } from './http/body.js';
import { Deadline } from './http/deadline.js';
import { freshForSeconds } from './http/freshness.js';
import { HostQueue } from './http/host-queue.js';
import { networkError } from './http/network-error.js';
import { describe, isPermanent, isRedirect, nextHop, parseTarget } from './http/redirects.js';
import { openSocket } from './http/socket.js';
import { isAnswer, statusError } from './http/status.js';

/** Names in lower case; several of one name are joined with a comma. */
export type Headers = Readonly<Record<string, string>>;

export interface GetOptions {
  readonly validators?: Validators | null;
  /** The Accept header. */
  readonly accept?: string;
  /** Lets this request reach the operator's own network; only on the host that was asked for. */
  readonly allowPrivate?: boolean;
  readonly signal?: AbortSignal;
  /** Limit of the body, packed and unpacked, in bytes. */
  readonly maxBytes?: number;
  /** More headers, names in lower case; `authorization` is for the host that was asked only. */
  readonly headers?: Headers;
  /**
   * Statuses besides 200 whose body is wanted, since the place explains there what it means;
   * every other one is thrown as an error.
   */
  readonly answers?: readonly number[];
  /** Obey robots.txt: for pages and feeds of sites, not for interfaces made for programs. */
  readonly robots?: boolean;
}

/** A question that carries a body. */
export interface PostOptions extends Omit<GetOptions, 'validators' | 'robots'> {
  readonly contentType: string;
  readonly body: string;
}

export interface SocketOptions {
  /** Lets it reach the operator's own network. */
  readonly allowPrivate?: boolean;
  /** Ends the stream, which then throws the signal's reason. */
  readonly signal: AbortSignal;
}

export interface HttpReply {
  /** 200, 304 (only when validators were sent), or one of the wanted `answers`. */
  readonly status: number;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly headers: Headers;
  /** Unpacked; empty for 304. */
  readonly body: Uint8Array;
  /** To be sent next time, once the body was understood and stored; null when there are none. */
  readonly validators: Validators | null;
  readonly freshForSeconds: number | null;
  /** The new address, when every redirect on the way was a permanent one. */
  readonly permanentRedirectTo: string | null;
}

/**
 * Asks places for their answers, politely.
 *
 * @throws the classes of `errors.ts`; the signal's reason when it is aborted
 */
export interface HttpClient {
  get(url: string, options?: GetOptions): Promise<HttpReply>;
  post(url: string, options: PostOptions): Promise<HttpReply>;
  /**
   * The text messages of a WebSocket, until the place or the reader ends it.
   *
   * @param url ws: or wss:
   */
  socket(url: string, options: SocketOptions): AsyncIterable<string>;
}

export interface HttpLimits {
  /** For one exchange with all its redirects, in milliseconds, without waiting for the host's turn. */
  readonly totalMs: number;
  /** Longest silence within an exchange, in milliseconds. */
  readonly idleMs: number;
  readonly maxBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxRedirects: number;
}

export const DEFAULT_LIMITS: HttpLimits = {
  totalMs: 20_000,
  idleMs: 10_000,
  maxBytes: 5_000_000,
  maxHeaderBytes: 32_768,
  maxRedirects: 5,
};

const NO_VALIDATORS: Validators = { etag: null, lastModified: null };
const DRAIN_MS = 1_000;

export interface PoliteHttpOptions {
  /** See `userAgent`. */
  readonly userAgent: string;
  readonly limits?: Partial<HttpLimits>;
  /** Resolves names instead of the system. */
  readonly lookup?: LookupFunction;
  /** A certificate authority to trust besides the usual ones (PEM), for one's own network. */
  readonly ca?: string;
}

/** How Earshot introduces itself: with its version, and where its operator can be reached. */
export function userAgent(version: string, contactUrl: string): string {
  return `Earshot/${version} (+${contactUrl})`;
}

/** The polite, guarded way to the outside: every connector asks through it. */
export class PoliteHttp implements HttpClient {
  private readonly limits: HttpLimits;
  private readonly queue = new HostQueue();
  /** Two, because an open connection is used again without asking the guard. */
  private readonly agents: { readonly guarded: Agent; readonly open: Agent };

  constructor(private readonly options: PoliteHttpOptions) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.agents = { guarded: this.agent(false), open: this.agent(true) };
  }

  get(url: string, options: GetOptions = {}): Promise<HttpReply> {
    return this.ask(url, options, null);
  }

  post(url: string, { contentType, body, ...options }: PostOptions): Promise<HttpReply> {
    return this.ask(url, options, { contentType, body });
  }

  socket(url: string, options: SocketOptions): AsyncIterable<string> {
    const { guarded, open } = this.agents;
    return openSocket(url, options.allowPrivate === true ? open : guarded, options);
  }

  private async ask(url: string, options: GetOptions, posted: Posted | null): Promise<HttpReply> {
    const asked = parseTarget(url);
    const authorization = takeCredentials(asked);
    const deadline = new Deadline(this.limits.totalMs, describe(asked));
    let target = asked;
    let permanent = true;
    for (let hop = 0; hop <= this.limits.maxRedirects; hop++) {
      const at = target;
      const step = await this.queue.run(at.host, options.signal, () =>
        deadline.within(options.signal, (signal) =>
          this.exchange(at, {
            ...options,
            signal,
            posted,
            // What is meant for one host is not for the hosts that it points to.
            allowPrivate: options.allowPrivate === true && at.host === asked.host,
            authorization: at.origin === asked.origin ? authorization : null,
            headers: at.origin === asked.origin ? (options.headers ?? {}) : {},
          }),
        ),
      );
      if (step.redirectTo === null) {
        return { ...step.reply, permanentRedirectTo: hop > 0 && permanent ? at.href : null };
      }
      permanent &&= step.permanent;
      target = step.redirectTo;
    }
    throw new BadRedirect(
      `${describe(asked)} redirects more than ${this.limits.maxRedirects} times. Check the address.`,
    );
  }

  /** Ends the connections kept open. */
  async close(): Promise<void> {
    await Promise.all([this.agents.guarded.destroy(), this.agents.open.destroy()]);
  }

  private async exchange(at: URL, options: HopOptions): Promise<Step> {
    const agent = options.allowPrivate ? this.agents.open : this.agents.guarded;
    try {
      checkLiteralHost(at.hostname, options.allowPrivate);
      const answer = await agent.request({
        origin: at.origin,
        path: `${at.pathname}${at.search}`,
        method: options.posted === null ? 'GET' : 'POST',
        ...(options.posted === null ? {} : { body: options.posted.body }),
        headers: requestHeaders(this.options.userAgent, options),
        signal: options.signal,
      });
      return await this.read(answer, at, options);
    } catch (error) {
      // The reason for stopping, ours or the caller's, is not a fault of the network.
      if (options.signal.aborted) throw options.signal.reason;
      throw networkError(error, describe(at));
    }
  }

  private async read(
    { statusCode: status, headers: received, body }: Dispatcher.ResponseData,
    at: URL,
    options: HopOptions,
  ): Promise<Step> {
    const headers = joined(received);
    const place = describe(at);
    const common = { url: at.href, headers, freshForSeconds: freshForSeconds(headers, new Date()) };
    if (isAnswer(status) || options.answers?.includes(status) === true) {
      const maxBytes = options.maxBytes ?? this.limits.maxBytes;
      const bytes = await readBody(body, headers['content-encoding'] ?? '', maxBytes, place);
      const reply = { ...common, body: bytes, validators: validators(headers, NO_VALIDATORS) };
      return { redirectTo: null, reply: { ...reply, status } };
    }
    await drain(body);
    if (isRedirect(status)) {
      if (options.posted !== null) throw redirectedPost(place);
      return { redirectTo: nextHop(at, headers['location']), permanent: isPermanent(status) };
    }
    const known = options.validators ?? NO_VALIDATORS;
    const mayBe304 = known.etag !== null || known.lastModified !== null;
    if (status !== 304 || !mayBe304) throw statusError(status, headers, place);
    const reply = { ...common, body: new Uint8Array(), validators: validators(headers, known) };
    return { redirectTo: null, reply: { ...reply, status: 304 } };
  }

  private agent(allowPrivate: boolean): Agent {
    const { idleMs, maxHeaderBytes } = this.limits;
    return new Agent({
      connections: 1,
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
      connect: {
        timeout: idleMs,
        lookup: guardedLookup(allowPrivate, this.options.lookup),
        ...(this.options.ca === undefined ? {} : { ca: [...rootCertificates, this.options.ca] }),
      },
    });
  }
}

/** What holds for one hop of an exchange. */
interface HopOptions extends GetOptions {
  readonly allowPrivate: boolean;
  readonly authorization: string | null;
  readonly signal: AbortSignal;
  readonly posted: Posted | null;
}

interface Posted {
  readonly contentType: string;
  readonly body: string;
}

type Step =
  | { readonly redirectTo: URL; readonly permanent: boolean }
  | { readonly redirectTo: null; readonly reply: Omit<HttpReply, 'permanentRedirectTo'> };

function requestHeaders(agent: string, options: HopOptions): Record<string, string> {
  const { authorization } = options;
  const { etag, lastModified } = options.validators ?? NO_VALIDATORS;
  return {
    'user-agent': agent,
    accept: options.accept ?? '*/*',
    'accept-encoding': ACCEPT_ENCODING,
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
    ...(authorization === null ? {} : { authorization }),
    ...(options.posted === null ? {} : { 'content-type': options.posted.contentType }),
    ...options.headers,
  };
}

function redirectedPost(place: string): BadRedirect {
  return new BadRedirect(
    `${place} redirects what is sent to it. Check the address; it should be the final one.`,
  );
}

/** Takes user name and password out of an address, so that they show up nowhere else. */
function takeCredentials(url: URL): string | null {
  if (url.username === '' && url.password === '') return null;
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Reads off the little that is left, so that the connection can be used again; else cuts it. */
async function drain(body: Dispatcher.ResponseData['body']): Promise<void> {
  const briefly = AbortSignal.timeout(DRAIN_MS);
  await body.dump({ limit: 16_384, signal: briefly }).catch(() => undefined);
}

function joined(headers: Dispatcher.ResponseData['headers']): Headers {
  const flat: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** A 304 may bring newer ones; what it leaves out stays as it was. */
function validators(headers: Headers, before: Validators): Validators | null {
  const etag = headers['etag'] ?? before.etag;
  const lastModified = headers['last-modified'] ?? before.lastModified;
  return etag === null && lastModified === null ? null : { etag, lastModified };
}
