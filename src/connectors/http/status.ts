import type { PlaceError } from '../errors.js';
import {
  Blocked,
  Gone,
  NotFound,
  RateLimited,
  Rejected,
  ServerError,
  Unreadable,
} from '../errors.js';
import type { Headers } from '../http.js';
import { retryAfter } from './freshness.js';
import { toldLimits } from './told-limits.js';

/** Whether an answer of this status brings something to read. */
export function isAnswer(status: number): boolean {
  return status === 200 || status === 203;
}

/**
 * Turns an answer that brings nothing to read into the error that says what to do.
 *
 * @param place the place in words, for the message
 */
export function statusError(
  status: number,
  headers: Headers,
  place: string,
  now = new Date(),
): PlaceError {
  const retryAt = retryAfter(headers, now) ?? renewedAt(headers, now);
  const details = { status, retryAt };
  if (isRobotCheck(status, headers)) {
    return new Blocked(
      `${place} wants to see a person and sent a robot check (${status}). Use an interface it offers to programs.`,
      details,
    );
  }
  // GitHub and others refuse with 403 where they mean "too many".
  if (status === 429 || ([403, 503].includes(status) && retryAt !== null)) {
    const until =
      retryAt === null ? 'and does not say for how long' : `until ${retryAt.toISOString()}`;
    return new RateLimited(
      `${place} asks for a pause (${status}), ${until}. Earshot waits; if this repeats, poll it less often.`,
      details,
    );
  }
  if (status >= 500) {
    return new ServerError(
      `${place} has trouble of its own (${status}). Earshot tries again.`,
      details,
    );
  }
  return clientError(status, place, details);
}

function clientError(
  status: number,
  place: string,
  details: { status: number; retryAt: Date | null },
): PlaceError {
  switch (status) {
    case 401:
    case 407:
      return new Blocked(
        `${place} wants a sign-in (${status}). Check the source's access data.`,
        details,
      );
    case 403:
      return new Blocked(
        `${place} refuses to answer us (403). Ask its operator for access, or use another of its interfaces.`,
        details,
      );
    case 451:
      return new Blocked(`${place} is withheld for legal reasons (451).`, details);
    case 404:
      return new NotFound(`${place} does not exist (404). Check the address.`, details);
    case 410:
      return new Gone(
        `${place} is gone for good (410). Remove the source or give its new address.`,
        details,
      );
    default:
      break;
  }
  if (status >= 400) {
    return new Rejected(
      `${place} does not accept the request (${status}). Check the source.`,
      details,
    );
  }
  const what = status === 304 ? '"not modified" to a first question' : `${status}: nothing to read`;
  return new Unreadable(`${place} answered ${what}.`, details);
}

/** When a budget that is told to be used up is renewed; null when none is. */
function renewedAt(headers: Headers, now: Date): Date | null {
  const spent = toldLimits(headers, now).filter(({ remaining }) => remaining < 1);
  if (spent.length === 0) return null;
  return new Date(now.getTime() + Math.max(...spent.map(({ resetMs }) => resetMs)));
}

/** Cloudflare marks its challenge pages, whatever status they carry. */
function isRobotCheck(status: number, headers: Headers): boolean {
  return headers['cf-mitigated'] === 'challenge' && status >= 400;
}
