import { errors } from 'undici';
import { PlaceError, TimedOut, TooLarge, Unreachable, Unreadable } from '../errors.js';

/**
 * Turns what the network layer throws into an error that says what to do.
 * Errors that already do are given back as they are.
 *
 * @param place the place in words, for the message
 */
export function networkError(error: unknown, place: string): PlaceError {
  if (error instanceof PlaceError) return error;
  const details = { cause: error };
  if (
    error instanceof errors.ConnectTimeoutError ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError
  ) {
    return new TimedOut(`${place} went silent. Earshot tries again.`, details);
  }
  if (error instanceof errors.HeadersOverflowError) {
    return new TooLarge(`${place} sent an answer whose headers are too large.`, details);
  }
  if (error instanceof errors.HTTPParserError) {
    return new Unreadable(
      `${place} does not speak proper HTTP. Check the address and port.`,
      details,
    );
  }
  return unreachable(codeOf(error), place, details);
}

function unreachable(code: string, place: string, details: { cause: unknown }): Unreachable {
  if (code === 'ENOTFOUND') {
    return new Unreachable(
      `The name of ${place} is not known. Check the address for a typo.`,
      details,
    );
  }
  if (code === 'EAI_AGAIN') {
    return new Unreachable(
      `The name of ${place} could not be looked up. Check this machine's network.`,
      details,
    );
  }
  if (code === 'ECONNREFUSED') {
    return new Unreachable(
      `${place} refuses connections. It may be down; check the port.`,
      details,
    );
  }
  if (/CERT|SSL|TLS|SIGNED|ISSUER/.test(code)) {
    return new Unreachable(
      `The certificate of ${place} cannot be trusted (${code}). Its operator must renew it.`,
      details,
    );
  }
  return new Unreachable(
    `The connection to ${place} broke${code === '' ? '' : ` (${code})`}. Earshot tries again.`,
    details,
  );
}

/** The system's code; of several addresses tried (AggregateError) that of the first. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error) return String(error.code);
  return '';
}
