import type { Problem } from './wire.js';
import { sayAgain } from '../language/say-again.js';
import { say } from '../language/say.js';

const ROOT = '/api/v1';

/** An answer of the API that is no success, with its problem details (RFC 9457) when it sent any. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** HTTP status; 0 when the server could not be reached. */
    readonly status: number,
    readonly problem: Problem | null,
    /** How long the server asks to wait before the next try; null when it does not say. */
    readonly waitSeconds: number | null = null,
  ) {
    super(sayAgain(problem?.detail ?? problem?.title) ?? sayStatus(status));
  }
}

function sayStatus(status: number): string {
  if (status === 0)
    return say('Earshot cannot be reached. Check that it is running, then try again.');
  if (status >= 500)
    return say('Earshot failed to answer ({status}). Its log says why.', { status });
  return say('The request was refused ({status}).', { status });
}

export interface Request {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Calls the API with the session cookie.
 *
 * @param path below /api/v1, with its query
 * @returns the JSON of the answer; undefined when it has no body
 * @throws ApiError when the answer is no success or none came
 */
export async function api<T>(path: string, request: Request = {}): Promise<T> {
  const method = request.method ?? 'GET';
  const headers = new Headers({ Accept: 'application/json' });
  if (method !== 'GET') headers.set('Idempotency-Key', uuid());
  if (request.body !== undefined) headers.set('Content-Type', 'application/json');
  const response = await fetch(ROOT + path, {
    method,
    headers,
    credentials: 'same-origin',
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, null);
  });
  const text = await response.text();
  const json: unknown = text === '' ? undefined : parse(text);
  if (!response.ok)
    throw new ApiError(response.status, isProblem(json) ? json : null, waitOf(response));
  return json as T;
}

function waitOf({ headers }: Response): number | null {
  const seconds = Number(headers.get('Retry-After'));
  return seconds > 0 ? seconds : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value && 'status' in value;
}

/** RFC 9562 version 4. `crypto.randomUUID` is missing where the page came by plain http. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [0, 8, 12, 16, 20]
    .map((start, at, starts) => hex.slice(start, starts[at + 1] ?? 32))
    .join('-');
}

/** A query string without the empty parts, "?" included; empty when nothing is left. */
export function query(
  parts: Readonly<Record<string, string | number | readonly string[] | null | undefined>>,
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
    if (text !== '') params.set(name, text);
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** What went wrong, for a person. */
export function saying(error: unknown): string {
  return error instanceof Error ? error.message : say('Something unexpected happened.');
}
