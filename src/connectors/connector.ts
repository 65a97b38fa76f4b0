import type { z } from 'zod';
import type { Allowance } from '../domain/allowance.js';
import type { Item } from '../domain/mention.js';
import type { Validators } from '../domain/validators.js';
import type { Headers, HttpClient } from './http.js';

/** Where customers speak: the rooms that connectors live in, and how the form groups them. */
export const GENRES = ['feed', 'forums', 'social', 'reviews', 'sites', 'intake'] as const;
export type Genre = (typeof GENRES)[number];

/** On what terms a place lets a program read it. */
export interface Terms {
  /**
   * `open`: offered to any program. `key`: offered to those with an access of their own.
   * `restricted`: paid, bound to an approval, or not wanted by the place for this use; stays off
   * until the operator names the kind under `listening.allow` in the settings.
   */
  readonly access: 'open' | 'key' | 'restricted';
  /** In words, for the form: limits, what is forbidden, what is not to be had. */
  readonly note: string;
  /** Whether what was deleted there must be erased here, too; the default of each source. */
  readonly eraseWhenGone: boolean;
  /** What must be named beside its posts; absent when nothing. */
  readonly attribution?: string;
}

/** A secret that a connector asks with. It comes from the environment, never from a form. */
export interface Credential {
  /** `EARSHOT_GITHUB_TOKEN`; the environment may also name a file, `EARSHOT_GITHUB_TOKEN_FILE`. */
  readonly env: string;
  readonly title: string;
  /** Whether nothing can be asked without it. */
  readonly required: boolean;
}

export interface Located {
  /** What makes the place one and the same: two sources of a kind never share it. */
  readonly locator: string;
  /** The host that is asked, with its port when it is not the usual one. */
  readonly host: string;
  /** What to call it until a person names it. */
  readonly name: string;
  /** Where a person finds it; null when it has no page. */
  readonly url: string | null;
}

/** Counts what was used of an allowance, in one place for all processes. */
export interface Budget {
  /**
   * Takes units before they are used.
   *
   * @param name of the allowance, `youtube.search` for example; the units of all sources count
   * @throws AllowanceSpent, which says when there will be more
   */
  take(name: string, units: number, allowance: Allowance): Promise<void>;
  /** Puts back what was taken and not used. */
  giveBack(name: string, units: number): Promise<void>;
}

/** The way out to the places, one for the whole process. */
export interface Outside {
  readonly http: HttpClient;
  readonly budget: Budget;
  /** @param env as `credentials` of a connector name it. @returns null when the environment has none */
  credential(env: string): string | null;
}

/** What a connector is given to ask a place with. */
export interface Asking<Params> extends Outside {
  readonly params: Params;
  readonly signal: AbortSignal;
}

/** Read one place, from where it was left off. */
export interface PollRequest<Params> extends Asking<Params> {
  /** What the last successful poll left behind; null on the first. */
  readonly cursor: unknown;
  /** Validators of the last answer, as opaque text; sent back exactly. */
  readonly validators: Validators | null;
  /**
   * Whether a monitor would keep this post. For places that tell far more than anybody listens
   * for, so that the rest need not be held in memory; others give all they read.
   */
  wanted(item: Item): boolean;
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
      readonly movedTo?: string | null;
    }
  | {
      readonly outcome: 'items';
      readonly place: Place;
      readonly items: readonly Item[];
      readonly cursor: unknown;
      readonly validators: Validators | null;
      /** How long the place itself says that its answer stays fresh; null when it does not say. */
      readonly freshForSeconds: number | null;
      /**
       * Whether the answer reaches back to what was known before, so that nothing was missed
       * since; absent when the place does not show it and the dates must tell.
       */
      readonly complete?: boolean;
      /**
       * The place shows its newest posts and has no older pages: what leaves this window unseen is
       * lost, so it is asked at least twice in the time that the window spans.
       */
      readonly windowOnly?: boolean;
      /** External ids of posts that the place itself says are deleted. */
      readonly gone?: readonly string[];
      /** Handles whose accounts the place itself says are gone, with all they wrote. */
      readonly goneAuthors?: readonly string[];
      /** Of a place that tells its own total: what it told of the stretch asked for, and what came. */
      readonly audit?: Audit | null;
      /** How many posts passed by and when the newest was written, when only the wanted are given. */
      readonly passed?: { readonly count: number; readonly newestAt: string | null };
      /** The new address, when every redirect on the way was a permanent one. */
      readonly movedTo?: string | null;
      /** Where the place offers to push what is new (WebSub). */
      readonly push?: { readonly hub: string; readonly topic: string } | null;
    };

export interface Audit {
  readonly told: number;
  readonly seen: number;
}

/** A stored post, as far as a place needs to know it to look it up again. */
export interface KnownPost {
  readonly externalId: string;
  readonly url: string | null;
  readonly parentId: string | null;
}

/** `there`: the post stands, but the place does not show its text again. */
export type Rechecked = Item | 'there' | 'missing';

export interface RecheckRequest<Params> extends Asking<Params> {
  /** At most as many as the connector takes at a time. */
  readonly posts: readonly KnownPost[];
}

export interface Recheck<Params> {
  /** Posts looked up together at most. */
  readonly most: number;
  /**
   * Looks posts up again by their ids, never with validators: a place may say "not modified" of
   * a post that was edited or deleted.
   *
   * @returns by external id; one that is not in it could not be told and is asked again later
   * @throws the errors of errors.ts; none of them may be read as "gone"
   */
  look(request: RecheckRequest<Params>): Promise<ReadonlyMap<string, Rechecked>>;
}

/** Older posts, a page at a time, for a person who asks for the past of a place. */
export interface HistoryRequest<Params> extends Asking<Params> {
  /** What the page before gave as `next`; null for the newest. */
  readonly position: string | null;
}

export interface HistoryPage {
  readonly items: readonly Item[];
  /** Where the next older page is; null at the end of what the place gives. */
  readonly next: string | null;
}

/** Bytes to understand without asking anybody: a recorded reply, or standard input of `earshot parse`. */
export interface ParseRequest {
  readonly body: Uint8Array;
  readonly url?: string | undefined;
  readonly contentType?: string | undefined;
  /** Names in lower case. */
  readonly headers?: Headers | undefined;
  /** Parameters of a source, unchecked; never needed to read an answer, but may make it richer. */
  readonly params?: unknown;
}

export interface Parsed {
  readonly place: Place;
  readonly items: readonly Item[];
  readonly cursor?: unknown;
  readonly freshForSeconds?: number | null;
  /** External ids of posts that the answer says are deleted. */
  readonly gone?: readonly string[];
}

/** Something that was sent to us. */
export interface Delivery<Params> {
  readonly params: Params;
  /** As it was sent, for its signature. */
  readonly body: Uint8Array;
  readonly headers: Headers;
  /** What the sender signs with; several while one replaces another. */
  readonly secrets: readonly string[];
  readonly now: Date;
}

export interface Received extends Parsed {
  /** By which a delivery that is sent twice is known again. */
  readonly deliveryId: string;
}

/**
 * Reads one kind of place. Knows nothing of Nest, queues or the database.
 *
 * A place is polled (`poll`), or it sends by itself (`receive`).
 */
export interface Connector<Params = unknown> {
  readonly kind: string;
  readonly genre: Genre;
  /** What people call it: "Hacker News". */
  readonly name: string;
  /** One line for the form: what this reads. */
  readonly title: string;
  readonly terms: Terms;
  readonly credentials?: readonly Credential[];
  /** Validates, documents and draws the form. Every property has a title and a description. */
  readonly params: z.ZodType<Params>;
  locate(params: Params): Located;
  /**
   * The parameters for an address that a person gave, judged by the address alone.
   *
   * @returns null when it is not one of this kind's places
   */
  fromAddress?(url: URL): Params | null;
  /** The parameters for the same place at another address, which it moved to for good. */
  moved?(params: Params, url: string): Params;
  /**
   * @throws Unreadable when the answer is not what such a place gives (never an empty list instead)
   */
  parse(request: ParseRequest): Promise<Parsed>;
  /**
   * @throws Unreadable as above; the errors of errors.ts when the place does not answer as it should
   */
  poll?(request: PollRequest<Params>): Promise<PollResult>;
  readonly recheck?: Recheck<Params>;
  history?(request: HistoryRequest<Params>): Promise<HistoryPage>;
  /**
   * @throws Forged when the signature or its time is wrong; Unreadable for what cannot be understood
   */
  receive?(delivery: Delivery<Params>): Promise<Received>;
}

/** A connector whose places are asked; those of the others send by themselves. */
export type PolledConnector<Params = unknown> = Connector<Params> &
  Required<Pick<Connector<Params>, 'poll'>>;
