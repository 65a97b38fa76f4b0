/**
 * What can go wrong when a place is asked, told so that the one who must act knows what to do.
 * The message speaks to the operator: what happened, and what helps.
 */
export type Retry =
  /** A passing trouble: ask again at the next turn, with the usual back-off. */
  | 'soon'
  /** The place wants to be left alone, or needs time: ask again much later, not before `retryAt`. */
  | 'later'
  /** Asking again brings the same: somebody must change the source, or it is over. */
  | 'never';

export interface PlaceErrorDetails {
  readonly cause?: unknown;
  /** HTTP status that was answered, when there was one. */
  readonly status?: number;
  /** The earliest moment at which the place wants to be asked again, when it said one. */
  readonly retryAt?: Date | null;
}

export abstract class PlaceError extends Error {
  /** Stable name for programs: kept in the health of a source and in answers of the CLI. */
  abstract readonly code: string;
  abstract readonly retry: Retry;
  readonly status: number | null;
  readonly retryAt: Date | null;

  constructor(message: string, details: PlaceErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.name = new.target.name;
    this.status = details.status ?? null;
    this.retryAt = details.retryAt ?? null;
  }
}

/** No answer at all: name not found, no route, connection refused or cut, certificate not trusted. */
export class Unreachable extends PlaceError {
  readonly code = 'unreachable';
  readonly retry = 'soon';
}

/** The answer did not come within the time limits. */
export class TimedOut extends PlaceError {
  readonly code = 'timed-out';
  readonly retry = 'soon';
}

/** The answer, unpacked, is larger than allowed. */
export class TooLarge extends PlaceError {
  readonly code = 'too-large';
  readonly retry = 'later';
}

/** The place refuses us: 401, 403, 407, 451, or a page that checks for robots. */
export class Blocked extends PlaceError {
  readonly code = 'blocked';
  readonly retry = 'later';
}

/** The place asks for a pause (429, or 503 with Retry-After). Holds for its whole host. */
export class RateLimited extends PlaceError {
  readonly code = 'rate-limited';
  readonly retry = 'later';
}

/**
 * It is not yet our turn at this host: it is resting, paused, or busy with others of us. Nothing
 * was asked, so this says nothing about the place: the poll is put off until `retryAt`.
 */
export class HostBusy extends PlaceError {
  readonly code = 'host-busy';
  readonly retry = 'soon';
}

/** 410: the place says that it ended. Stop asking. */
export class Gone extends PlaceError {
  readonly code = 'gone';
  readonly retry = 'never';
}

/** 404: nothing there now. It may come back, so it is asked again, rarely. */
export class NotFound extends PlaceError {
  readonly code = 'not-found';
  readonly retry = 'later';
}

/** 5xx: trouble on the other side. */
export class ServerError extends PlaceError {
  readonly code = 'server-error';
  readonly retry = 'soon';
}

/** Another 4xx: the place does not accept the question as it was put. */
export class Rejected extends PlaceError {
  readonly code = 'rejected';
  readonly retry = 'later';
}

/** An answer came, but it is not what such a place gives. Never to be read as "no posts". */
export class Unreadable extends PlaceError {
  readonly code = 'unreadable';
  readonly retry = 'soon';
}

/** The address is one that Earshot does not ask: not http(s), or not a public address. */
export class AddressRefused extends PlaceError {
  readonly code = 'address-refused';
  readonly retry = 'never';
}

/** A redirect that leads nowhere, in circles, too far, or from https to http. */
export class BadRedirect extends PlaceError {
  readonly code = 'bad-redirect';
  readonly retry = 'later';
}

/** A place that we may ask only with an access of our own, and the environment has none. */
export class NoAccess extends PlaceError {
  readonly code = 'no-access';
  readonly retry = 'later';
}

/** robots.txt of the place keeps programs away from this address. */
export class Disallowed extends PlaceError {
  readonly code = 'disallowed';
  readonly retry = 'later';
}

/** Something sent to us whose signature does not hold, or is too old. */
export class Forged extends PlaceError {
  readonly code = 'forged';
  readonly retry = 'never';
}
