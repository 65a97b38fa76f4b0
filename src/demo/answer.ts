import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** What a place has to say to one request, before HTTP decides how much of it is sent. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Only what can be asked for again under a condition has one. */
  readonly changedAt?: Date;
}

/** Opaque part of an entity tag: weak comparison (RFC 9110, 8.8.3.2) looks at nothing else. */
const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');

/** RFC 9110, 13.2.2: a tag that is given decides alone, the date is then not looked at. */
function isNotModified(request: IncomingMessage, etag: string, changedAt: Date): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined)
    return tags.split(',').some((tag) => opaque(tag) === opaque(etag) || opaque(tag) === '*');
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return changedAt.getTime() <= since;
}

/** Sends an answer: 304 when the asker has it already, compressed when the asker can read that. */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const headers: Record<string, string> = { ...answer.headers };
  const { changedAt } = answer;
  if (changedAt) {
    const etag = `W/"${createHash('sha256').update(answer.body).digest('base64url').slice(0, 22)}"`;
    Object.assign(headers, {
      etag,
      'last-modified': changedAt.toUTCString(),
      vary: 'accept-encoding',
    });
    if (isNotModified(request, etag, changedAt)) {
      response.writeHead(304, headers).end();
      return;
    }
  }
  const gzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\b)/.test(
    request.headers['accept-encoding']?.toString() ?? '',
  );
  const body = gzip ? gzipSync(answer.body) : Buffer.from(answer.body);
  if (gzip) headers['content-encoding'] = 'gzip';
  headers['content-type'] = answer.contentType;
  headers['content-length'] = String(body.length);
  headers['content-security-policy'] = "default-src 'none'";
  headers['x-content-type-options'] = 'nosniff';
  response.writeHead(answer.status, headers).end(body);
}
