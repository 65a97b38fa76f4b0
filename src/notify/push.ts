import type { webcrypto } from 'node:crypto';
import { buildPushHTTPRequest } from '@pushforge/builder';

/** A browser, as its push service and its keys name it. */
export interface PushTarget {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** What the page's service worker is given to show. */
export interface PushText {
  readonly title: string;
  readonly body: string;
  /** Path in Earshot that a click opens. */
  readonly path: string;
  /** A later message of the same name replaces this one: it is never shown twice. */
  readonly tag: string;
  readonly language: string;
}

/** What the way out answers. */
export interface PushAnswer {
  readonly status: number;
}
/** The guarded way out; given by whoever opens one. */
export type PushPost = (
  url: string,
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
) => Promise<PushAnswer>;

/** It was not taken. */
export class PushError extends Error {
  override readonly name = 'PushError';
  constructor(
    message: string,
    /** Sending it again brings the same. */
    readonly isFinal: boolean,
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}

/** How long a push service keeps it for a browser that is off, in seconds. */
const KEPT_SECONDS = 12 * 3600;

/**
 * Sends push messages (RFC 8030), encrypted for the browser alone: as `aesgcm`, the older form of
 * RFC 8291 that all push services and browsers take.
 */
export class Push {
  constructor(
    private readonly post: PushPost,
    /** Tells push services who we are (VAPID, RFC 8292). */
    private readonly identity: {
      readonly privateKey: webcrypto.JsonWebKey;
      readonly contact: string;
    },
  ) {}

  /**
   * @returns `dead` when the browser takes no more messages: it is to be forgotten
   * @throws PushError
   */
  async send(target: PushTarget, text: PushText): Promise<'sent' | 'dead'> {
    const { privateKey, contact } = this.identity;
    const request = await buildPushHTTPRequest({
      privateJWK: privateKey,
      subscription: { endpoint: target.endpoint, keys: { ...target.keys } },
      message: {
        payload: { ...text },
        adminContact: contact,
        options: { ttl: KEPT_SECONDS, urgency: 'high' },
      },
    }).catch((cause: unknown) => {
      // Keys that are none, an address that is none: this browser can never be reached.
      throw new PushError(`The browser's address or keys are of no use: ${String(cause)}`, true, {
        cause,
      });
    });
    const headers = Object.fromEntries(new Headers(request.headers));
    const { status } = await this.asked(request.endpoint, headers, request.body);
    if (status >= 200 && status < 300) return 'sent';
    if (status === 404 || status === 410) return 'dead';
    const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
    throw new PushError(
      `The push service ${new URL(target.endpoint).host} did not take the message (${status}).`,
      isFinal,
    );
  }

  private asked(
    endpoint: string,
    headers: Readonly<Record<string, string>>,
    body: ArrayBuffer,
  ): Promise<PushAnswer> {
    return this.post(endpoint, { headers, body: new Uint8Array(body) }).catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new PushError(`The push service cannot be reached: ${why}`, false, { cause });
    });
  }
}
