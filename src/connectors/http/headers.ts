import type { Validators } from '../../domain/validators.js';
import type { Headers } from '../http.js';
import { percentDecoded } from '../text/percent-decoded.js';
import { ACCEPT_ENCODING } from './body.js';

export const NO_VALIDATORS: Validators = { etag: null, lastModified: null };

/** What is sent besides what the connection itself needs. */
export interface Introduction {
  readonly userAgent: string;
  readonly accept: string | undefined;
  readonly validators: Validators | null | undefined;
  readonly authorization: string | null;
  /** Of the body; null when none is sent. */
  readonly contentType: string | null;
  readonly more: Headers;
}

export function requestHeaders(given: Introduction): Record<string, string> {
  const { authorization, contentType } = given;
  const { etag, lastModified } = given.validators ?? NO_VALIDATORS;
  return {
    'user-agent': given.userAgent,
    accept: given.accept ?? '*/*',
    'accept-encoding': ACCEPT_ENCODING,
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
    ...(authorization === null ? {} : { authorization }),
    ...(contentType === null ? {} : { 'content-type': contentType }),
    ...given.more,
  };
}

/** Takes user name and password out of an address, so that they show up nowhere else. */
export function takeCredentials(url: URL): string | null {
  if (url.username === '' && url.password === '') return null;
  const pair = `${percentDecoded(url.username)}:${percentDecoded(url.password)}`;
  url.username = '';
  url.password = '';
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Several headers of one name as one, joined with a comma. */
export function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const flat: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** A 304 may bring newer ones; what it leaves out stays as it was. */
export function validatorsOf(headers: Headers, before: Validators): Validators | null {
  const etag = headers['etag'] ?? before.etag;
  const lastModified = headers['last-modified'] ?? before.lastModified;
  return etag === null && lastModified === null ? null : { etag, lastModified };
}
