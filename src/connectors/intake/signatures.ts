import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Forged } from '../errors.js';
import type { Headers } from '../http.js';

export interface Signed {
  readonly body: Uint8Array;
  readonly headers: Headers;
  /** As the sender was given them; several while one replaces another. */
  readonly secrets: readonly string[];
  readonly now: Date;
}

/** How far the clock of a sender may be off, both ways. */
const TOLERANCE_SECONDS = 300;
const KEY_PREFIX = 'whsec_';

/**
 * Checks the signature of a delivery: Standard Webhooks when it carries their headers, else
 * GitHub's `X-Hub-Signature-256`.
 *
 * @returns an id under which the same delivery comes when it is sent twice; only what is signed
 *   goes into it, so that nobody makes a new delivery out of an old one
 * @throws Forged
 */
export function verified(signed: Signed): string {
  const { headers, body } = signed;
  if (headers['webhook-signature'] !== undefined) return standard(signed);
  const signature = headers['x-hub-signature-256'];
  if (signature === undefined)
    throw new Forged(
      'The delivery is not signed. Send the headers of Standard Webhooks, or X-Hub-Signature-256.',
    );
  if (!hubSignatureHolds(signature, signed)) throw wrong();
  return `sha256:${createHash('sha256').update(body).digest('base64url')}`;
}

/**
 * Whether `X-Hub-Signature` or `X-Hub-Signature-256` of GitHub and WebSub is right for the body.
 *
 * @param signature `sha256=<hexadecimal>`; WebSub also knows sha1, sha384 and sha512
 */
export function hubSignatureHolds(
  signature: string,
  { body, secrets }: Pick<Signed, 'body' | 'secrets'>,
): boolean {
  const [, method = '', given = ''] = /^(sha(?:1|256|384|512))=([0-9a-f]+)$/i.exec(signature) ?? [];
  if (method === '') return false;
  return secrets.some((secret) =>
    equal(createHmac(method.toLowerCase(), secret).update(body).digest(), given, 'hex'),
  );
}

/** https://www.standardwebhooks.com: what is signed is `id.timestamp.body`. */
function standard({ headers, body, secrets, now }: Signed): string {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = headers;
  if (id === '' || id.length > 256)
    throw new Forged('The delivery has no webhook-id, or one of more than 256 characters.');
  const apart = Math.abs(now.getTime() / 1000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || apart > TOLERANCE_SECONDS)
    throw new Forged(
      `The webhook-timestamp is more than ${TOLERANCE_SECONDS / 60} minutes off. Check the clock of the sender, or sign again when sending again.`,
    );
  const given = (headers['webhook-signature'] ?? '')
    .split(' ')
    .flatMap((part) => (part.startsWith('v1,') ? [part.slice(3)] : []));
  const right = secrets.map((secret) =>
    createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest(),
  );
  if (!right.some((mac) => given.some((text) => equal(mac, text, 'base64')))) throw wrong();
  return id;
}

/** A secret of Standard Webhooks is its key in base64. */
function keyOf(secret: string): Buffer {
  const key = secret.startsWith(KEY_PREFIX) ? secret.slice(KEY_PREFIX.length) : secret;
  return Buffer.from(key, 'base64');
}

/** In a time that does not tell how much of it is right. */
function equal(mac: Buffer, given: string, encoding: 'hex' | 'base64'): boolean {
  const bytes = Buffer.from(given, encoding);
  return bytes.length === mac.length && timingSafeEqual(bytes, mac);
}

function wrong(): Forged {
  return new Forged(
    'The signature does not hold. Check that the sender has the secret of this source.',
  );
}
