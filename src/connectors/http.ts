import type { LookupFunction } from 'node:net';
import type { Agent, Dispatcher } from 'undici';
import type { Validators } from '../domain/validators.js';
import { BadRedirect } from './errors.js';
import { checkLiteralHost } from './http/address-guard.js';
import { openAgent } from './http/agents.js';
import { drain, readBody } from './http/body.js';
import { Deadline } from './http/deadline.js';
import { freshForSeconds } from './http/freshness.js';
import {
  joined,
  NO_VALIDATORS,
  requestHeaders,
  takeCredentials,
  validatorsOf,
} from './http/headers.js';
import type { HostGate } from './http/host-gate.js';
import { HostTurns, type Tell } from './http/host-turns.js';
import {
  DEFAULT_LIMITS,
  DEFAULT_SPACING,
  LEASE_MARGIN_MS,
  LONGEST_WAIT_MS,
  type HttpLimits,
  type Spacing,
} from './http/limits.js';
import { MemoryGate } from './http/memory-gate.js';
import { networkError } from './http/network-error.js';
import { describe, isPermanent, isRedirect, nextHop, parseTarget } from './http/redirects.js';
import { Robots } from './http/robots.js';
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
  readonly body: string | Uint8Array;
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

export interface PoliteHttpOptions {
  /** See `userAgent`. */
  readonly userAgent: string;
  readonly limits?: Partial<HttpLimits>;
  /** Resolves names instead of the system. */
  readonly lookup?: LookupFunction;
  /** Where the turns of hosts are kept; in this process only when it is not given. */
  readonly gate?: HostGate;
  readonly spacing?: Partial<Spacing>;
  /** Longest wait for the turn of a host, in milliseconds. */
  readonly maxWaitMs?: number;
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
  private readonly spacing: Spacing;
  private readonly turns: HostTurns;
  private readonly robots = new Robots(async (url) => (await this.get(url)).body);
  /** Two, because an open connection is used again without asking the guard. */
  private readonly agents: { readonly guarded: Agent; readonly open: Agent };

  constructor(private readonly options: PoliteHttpOptions) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.spacing = { ...DEFAULT_SPACING, ...options.spacing };
    this.turns = new HostTurns(options.gate ?? new MemoryGate(), {
      maxWaitMs: options.maxWaitMs ?? LONGEST_WAIT_MS,
      leaseMs: this.limits.totalMs + LEASE_MARGIN_MS,
    });
    const { idleMs, maxHeaderBytes } = this.limits;
    const agent = { idleMs, maxHeaderBytes, lookup: options.lookup, ca: options.ca };
    this.agents = { guarded: openAgent(false, agent), open: openAgent(true, agent) };
  }

  get(url: string, options: GetOptions = {}): Promise<HttpReply> {
    return this.ask(url, options, null);
  }

  post(url: string, { contentType, body, ...options }: PostOptions): Promise<HttpReply> {
    return this.ask(url, options, { contentType, body });
  }

  async *socket(url: string, options: SocketOptions): AsyncGenerator<string> {
    const { guarded, open } = this.agents;
    const { userAgent } = this.options;
    const { idleMs } = this.limits;
    const isOwn = options.allowPrivate === true;
    const floorMs = isOwn ? this.spacing.ofOwn : this.spacing.ofOthers;
    // Only the opening takes a turn: a stream that stays open keeps nobody from asking its host.
    await this.turns.run(hostOf(url), { floorMs, signal: options.signal }, () => Promise.resolve());
    yield* openSocket(url, isOwn ? open : guarded, { ...options, userAgent, idleMs });
  }

  private async ask(url: string, options: GetOptions, posted: Posted | null): Promise<HttpReply> {
    const asked = parseTarget(url);
    const authorization = takeCredentials(asked);
    const deadline = new Deadline(this.limits.totalMs, describe(asked));
    let target = asked;
    let permanent = true;
    for (let hop = 0; hop <= this.limits.maxRedirects; hop++) {
      const step = await this.hop(target, asked, { ...options, authorization, posted, deadline });
      if (step.redirectTo === null) {
        const movedTo = hop > 0 && permanent ? target.href : null;
        return { ...step.reply, permanentRedirectTo: movedTo };
      }
      permanent &&= step.permanent;
      target = step.redirectTo;
    }
    throw new BadRedirect(
      `${describe(asked)} redirects more than ${this.limits.maxRedirects} times. Check the address.`,
    );
  }

  /** One request of an exchange, in the turn of its host. */
  private async hop(at: URL, asked: URL, options: AskOptions): Promise<Step> {
    const { signal, deadline } = options;
    // What is meant for one host is not for the hosts that it points to.
    const allowPrivate = options.allowPrivate === true && at.host === asked.host;
    checkLiteralHost(at.hostname, allowPrivate);
    const sameOrigin = at.origin === asked.origin;
    const authorization = sameOrigin ? options.authorization : null;
    const headers = sameOrigin ? (options.headers ?? {}) : {};
    const delayMs =
      options.robots === true && !allowPrivate ? await this.robots.check(at, signal) : 0;
    const { ofOwn, ofOthers } = this.spacing;
    const floorMs = Math.max(delayMs, allowPrivate ? ofOwn : ofOthers);
    return this.turns.run(at.host, { floorMs, signal }, (tell) =>
      deadline.within(signal, (within) =>
        this.exchange(at, {
          ...options,
          ...{ signal: within, allowPrivate, authorization, headers, tell },
        }),
      ),
    );
  }

  /** Ends the connections kept open. */
  async close(): Promise<void> {
    await Promise.all([this.agents.guarded.destroy(), this.agents.open.destroy()]);
  }

  private async exchange(at: URL, options: HopOptions): Promise<Step> {
    const agent = options.allowPrivate ? this.agents.open : this.agents.guarded;
    try {
      const answer = await agent.request({
        origin: at.origin,
        path: `${at.pathname}${at.search}`,
        method: options.posted === null ? 'GET' : 'POST',
        ...(options.posted === null ? {} : { body: options.posted.body }),
        headers: requestHeaders({
          userAgent: this.options.userAgent,
          accept: options.accept,
          validators: options.validators,
          authorization: options.authorization,
          contentType: options.posted?.contentType ?? null,
          more: options.headers ?? {},
        }),
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
    options.tell(status, headers);
    const place = describe(at);
    const common = { url: at.href, headers, freshForSeconds: freshForSeconds(headers, new Date()) };
    if (isAnswer(status) || options.answers?.includes(status) === true) {
      const maxBytes = options.maxBytes ?? this.limits.maxBytes;
      const bytes = await readBody(body, headers['content-encoding'] ?? '', maxBytes, place);
      const reply = { ...common, body: bytes, validators: validatorsOf(headers, NO_VALIDATORS) };
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
    const reply = { ...common, body: new Uint8Array(), validators: validatorsOf(headers, known) };
    return { redirectTo: null, reply: { ...reply, status: 304 } };
  }
}

/** What holds for all hops of an exchange. */
interface AskOptions extends GetOptions {
  /** Of user name and password in the address. */
  readonly authorization: string | null;
  readonly posted: Posted | null;
  readonly deadline: Deadline;
}

/** What holds for one of them. */
interface HopOptions extends AskOptions {
  readonly allowPrivate: boolean;
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

interface Posted {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

type Step =
  | { readonly redirectTo: URL; readonly permanent: boolean }
  | { readonly redirectTo: null; readonly reply: Omit<HttpReply, 'permanentRedirectTo'> };

/** What is no address has no host; whoever opens it says so. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '');

function redirectedPost(place: string): BadRedirect {
  return new BadRedirect(
    `${place} redirects what is sent to it. Check the address; it should be the final one.`,
  );
}
