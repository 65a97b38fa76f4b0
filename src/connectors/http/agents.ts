import { rootCertificates } from 'node:tls';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { guardedLookup } from './address-guard.js';

export interface AgentOptions {
  /** Longest silence, in milliseconds. */
  readonly idleMs: number;
  readonly maxHeaderBytes: number;
  readonly lookup: LookupFunction | undefined;
  readonly ca: string | undefined;
}

/**
 * Holds the connections: one per host, kept open for the next request.
 *
 * They speak HTTP/1.1. undici 7.30 offers HTTP/2 (`allowH2`), but it did not stand up to a hostile
 * server on loopback: after malformed frames a request never ended, not even when it was aborted,
 * and so would have held its host for ever; a GOAWAY failed the answer that it promised to finish;
 * an abort was not told to the server; the limit of the headers did not hold.
 */
export function openAgent(allowPrivate: boolean, options: AgentOptions): Agent {
  const { idleMs, maxHeaderBytes, lookup, ca } = options;
  return new Agent({
    connections: 1,
    allowH2: false,
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    connect: {
      timeout: idleMs,
      lookup: guardedLookup(allowPrivate, lookup),
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    },
  });
}
