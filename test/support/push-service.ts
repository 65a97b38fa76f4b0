import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll } from 'vitest';
import { PoliteHttp } from '../../src/connectors/http.js';

const tls = (part: 'cert' | 'key'): string =>
  readFileSync(new URL(`../fixtures/tls/place.example.${part}.pem`, import.meta.url), 'utf8');

export interface TakenPush {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A push service on loopback, as those of browsers' makers. */
export class PushService {
  readonly taken: TakenPush[] = [];
  /** What it answers to a path; 201 when nothing is said. */
  readonly answers = new Map<string, number>();

  private constructor(readonly origin: string) {}

  static async open(): Promise<PushService> {
    let service: PushService | null = null;
    const server = createServer({ cert: tls('cert'), key: tls('key') }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = request.url ?? '';
        service?.taken.push({ path, headers: request.headers, body: Buffer.concat(chunks) });
        response.writeHead(service?.answers.get(path) ?? 201).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterAll(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
    const { port } = server.address() as AddressInfo;
    service = new PushService(`https://place.example:${port}`);
    return service;
  }

  /** The guarded way out, which finds place.example on this machine and trusts its certificate. */
  http(): PoliteHttp {
    const lookup: LookupFunction = (_host, options, found) =>
      options.all === true
        ? found(null, [{ address: '127.0.0.1', family: 4 }])
        : found(null, '127.0.0.1', 4);
    const spacing = { ofOthers: 0, ofOwn: 0 };
    const http = new PoliteHttp({ userAgent: 'test', ca: tls('cert'), lookup, spacing });
    afterAll(() => http.close());
    return http;
  }
}

/** A browser's end of a subscription: it alone can read what was encrypted for it (aesgcm). */
export class Subscriber {
  private readonly keys: ECDH = createECDH('prime256v1');
  private readonly secret = randomBytes(16);
  private readonly point = this.keys.generateKeys();

  constructor(readonly endpoint: string) {}

  subscription(): { endpoint: string; keys: { p256dh: string; auth: string } } {
    return {
      endpoint: this.endpoint,
      keys: {
        p256dh: this.point.toString('base64url'),
        auth: this.secret.toString('base64url'),
      },
    };
  }

  /** @throws when it was not encrypted for this browser */
  read({ headers, body }: TakenPush): unknown {
    const salt = parameter(headers['encryption'], 'salt');
    const sender = parameter(headers['crypto-key'], 'dh');
    const shared = this.keys.computeSecret(sender);
    const ikm = derived(shared, this.secret, Buffer.from('Content-Encoding: auth\0'), 32);
    const context = Buffer.concat([Buffer.from('P-256\0'), sized(this.point), sized(sender)]);
    const derive = (label: string, size: number): Buffer =>
      derived(
        ikm,
        salt,
        Buffer.concat([Buffer.from(`Content-Encoding: ${label}\0`), context]),
        size,
      );
    const cipher = createDecipheriv('aes-128-gcm', derive('aesgcm', 16), derive('nonce', 12));
    cipher.setAuthTag(body.subarray(-16));
    const text = Buffer.concat([cipher.update(body.subarray(0, -16)), cipher.final()]);
    return JSON.parse(text.subarray(2 + text.readUInt16BE(0)).toString('utf8')) as unknown;
  }
}

const derived = (from: Buffer, salt: Buffer, info: Buffer, size: number): Buffer =>
  Buffer.from(hkdfSync('sha256', from, salt, info, size));
const sized = (point: Buffer): Buffer => Buffer.concat([Buffer.from([0, point.length]), point]);
const parameter = (header: string | string[] | undefined, name: string): Buffer =>
  Buffer.from(new RegExp(`${name}=([\\w-]+)`).exec(String(header))?.[1] ?? '', 'base64url');

/** What a VAPID header claims (RFC 8292). @throws when it was not signed with this key */
export function vapidClaims(authorization: string, publicKey: string): Record<string, unknown> {
  const token = /t=([\w.-]+)/.exec(authorization)?.[1] ?? '';
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const isOurs = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isOurs) throw new Error('signed with another key');
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Record<string, unknown>;
}
