import type { IncomingHttpHeaders } from 'node:http';

export type Provenance = 'ours' | 'foreign' | 'unknown';

/**
 * Whether a page of ours sent the request. Browsers say so themselves (`Sec-Fetch-Site`, on
 * https and localhost), else by `Origin`; programs say nothing.
 *
 * @param publicUrl address that people use, when it is known
 */
export function provenanceOf(headers: IncomingHttpHeaders, publicUrl: string | null): Provenance {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' ? 'ours' : 'foreign';
  const { origin, host } = headers;
  if (origin === undefined) return 'unknown';
  if (!URL.canParse(origin)) return 'foreign';
  const from = new URL(origin);
  if (publicUrl !== null && from.origin === new URL(publicUrl).origin) return 'ours';
  return from.host === host ? 'ours' : 'foreign';
}
