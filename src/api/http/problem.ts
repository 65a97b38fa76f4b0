import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { Conflict, UnknownReference } from '../../store/conflict.js';
import { BadCursor } from '../../store/cursor.js';
import { BadQuery } from '../../store/inbox/filter.js';
import type { Problem, View } from '../views.js';
import { ConflictNow } from './conflict-now.js';
import { Invalid, type Fault } from './invalid.js';
import { Typed } from './typed.js';

/**
 * What went wrong, as RFC 9457 has it and for the one who asked: never how the inside looks.
 *
 * @returns null when it is our own fault, of which only the log may know more
 */
export function problemOf(error: unknown): View<typeof Problem> | null {
  if (error instanceof Invalid) return invalid(error.faults);
  if (error instanceof BadQuery)
    return invalid(
      error.faults.map(({ says, instead }) => ({ path: 'q', message: inWords(says, instead) })),
    );
  if (error instanceof BadCursor) return invalid([{ path: 'cursor', message: error.message }]);
  if (error instanceof UnknownReference) return problem(400, error.message);
  if (error instanceof Conflict) return problem(409, error.message);
  if (error instanceof ConflictNow) return { ...problem(409, error.message), ...error.members };
  if (error instanceof Typed)
    return { ...problem(error.getStatus(), error.message), type: error.type };
  if (error instanceof HttpException && error.getStatus() < 500)
    return problem(error.getStatus(), error.message);
  return unreadable(error);
}

export function problem(
  status: number,
  detail: string,
  more: { errors?: Fault[]; instance?: string } = {},
): View<typeof Problem> {
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: 'about:blank', title, status, detail, ...more };
}

const inWords = (says: string, instead: string | null): string =>
  instead === null ? says : `${says} Write ${instead} instead.`;

function invalid(faults: readonly Fault[]): View<typeof Problem> {
  const said = faults.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return problem(400, said.join('; ').slice(0, 500), { errors: faults.slice(0, 100) });
}

const UNREADABLE: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not JSON.',
  'entity.too.large': 'The body is larger than 1 MB.',
  'encoding.unsupported': 'The body is packed in a way that is not known here.',
  'charset.unsupported': 'The body is not in UTF-8.',
};

/** Faults found before any of our code ran: the body, or an address that cannot be decoded. */
function unreadable(error: unknown): View<typeof Problem> | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof URIError) return problem(400, 'The address cannot be decoded.');
  if (!('status' in error && typeof error.status === 'number')) return null;
  if (error.status < 400 || error.status >= 500) return null;
  const kind = 'type' in error ? String(error.type) : '';
  return problem(error.status, UNREADABLE[kind] ?? 'The request cannot be read.');
}
