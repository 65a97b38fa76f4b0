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

/** Time between the beginnings of two requests to one host, in milliseconds. */
export interface Spacing {
  readonly ofOthers: number;
  /** Where a source is allowed to reach the operator's own network. */
  readonly ofOwn: number;
}

export const DEFAULT_SPACING: Spacing = { ofOthers: 1_000, ofOwn: 0 };

/** Longest wait for the turn of a host, in milliseconds. */
export const LONGEST_WAIT_MS = 60_000;
/** From the end of an exchange until its host is given free at the latest. */
export const LEASE_MARGIN_MS = 5_000;
