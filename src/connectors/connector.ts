import type { z } from 'zod';
import type { Item } from '../domain/mention.js';
import type { Validators } from '../domain/validators.js';
import type { HttpClient } from './http.js';

/** What a connector is asked: read one place, from where it left off. */
export interface PollRequest<Params> {
  readonly params: Params;
  /** What the last successful poll left behind; null on the first. */
  readonly cursor: unknown;
  /** Validators of the last answer, as opaque text; sent back exactly. */
  readonly validators: Validators | null;
  readonly http: HttpClient;
  readonly signal: AbortSignal;
}

export interface Place {
  readonly title: string | null;
  readonly link: string | null;
}

/** What one poll brought. `not-modified` says that the place answered and has nothing new. */
export type PollResult =
  | {
      readonly outcome: 'not-modified';
      readonly freshForSeconds: number | null;
      readonly validators: Validators | null;
    }
  | {
      readonly outcome: 'items';
      readonly place: Place;
      readonly items: readonly Item[];
      readonly cursor: unknown;
      readonly validators: Validators | null;
      /** How long the place itself says that its answer stays fresh; null when it does not say. */
      readonly freshForSeconds: number | null;
    };

/** Bytes to understand without asking anybody: a recorded reply, or standard input of `earshot parse`. */
export interface ParseRequest {
  readonly body: Uint8Array;
  readonly url?: string | undefined;
  readonly contentType?: string | undefined;
}

export interface Parsed {
  readonly place: Place;
  readonly items: readonly Item[];
  readonly cursor?: unknown;
  readonly freshForSeconds?: number | null;
}

/**
 * Reads one kind of place. Knows nothing of Nest, queues or the database.
 *
 * @throws Unreadable when the answer is not what such a place gives (never an empty list instead)
 * @throws the errors of `http.ts` when the place does not answer as it should
 */
export interface Connector<Params = unknown> {
  readonly kind: string;
  /** One line for the form: what this reads. */
  readonly title: string;
  /** Validates, documents and draws the form. */
  readonly params: z.ZodType<Params>;
  /** The host that is asked, for the limit per host. */
  host(params: Params): string;
  parse(request: ParseRequest): Promise<Parsed>;
  poll(request: PollRequest<Params>): Promise<PollResult>;
}
