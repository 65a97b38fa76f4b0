/** Injection token of a Receiver. The pipeline room has one; this room may not know connectors. */
export const RECEIVER = Symbol('RECEIVER');
/** Injection token of a HubListener. */
export const HUB_LISTENER = Symbol('HUB_LISTENER');

/** What came over HTTP, as it came: its signature is over these very bytes. */
export interface Sent {
  readonly body: Uint8Array;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What became of a delivery. `repeated`: it was stored before, and nothing is left to do for the
 * sender. `unknown`: there is no source of this id that is sent to.
 */
export type Receipt =
  | { readonly outcome: 'stored' | 'repeated' | 'unknown' | 'paused' }
  | { readonly outcome: 'forged' | 'unreadable'; readonly message: string };

/** Takes in what is sent to a source. */
export interface Receiver {
  receive(sourceId: string, sent: Sent): Promise<Receipt>;
  /**
   * What the sender of a source signs with.
   *
   * @returns null when there is no such source, or nothing is sent to it
   */
  secretOf(sourceId: string): Promise<string | null>;
}

/** What a hub asks or says of a subscription (WebSub, section 5.3). */
export interface HubCall {
  /** As in the address that the hub was given. */
  readonly key: string;
  readonly mode: string;
  readonly topic: string;
  readonly challenge: string;
  readonly leaseSeconds: number | null;
}

/** Hears the hubs that push what is new in a feed. */
export interface HubListener {
  /** @returns what to answer the hub with; null for what Earshot did not ask */
  called(sourceId: string, call: HubCall): Promise<string | null>;
  /** @returns whether there is such a subscription; what its hub did not sign is ignored */
  pushed(sourceId: string, key: string, sent: Sent): Promise<boolean>;
}
