import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { CLIENT } from './identity-provider.js';

/** What is wrong with what it says; nothing is. */
export interface Lies {
  /** In its description of itself. */
  readonly issuer?: string;
  /** In the ID token. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly algorithm?: 'none';
  readonly foreignKey?: boolean;
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** An OpenID provider that says of itself and of people whatever a test wants. */
export async function startLyingProvider(): Promise<{
  issuer: string;
  lies: Lies;
  nonce: string;
}> {
  const [own, foreign] = [keys(), keys()];
  const state = { issuer: '', lies: {} as Lies, nonce: '' };
  const answers: Record<string, () => object> = {
    '/.well-known/openid-configuration': () => ({
      issuer: state.lies.issuer ?? state.issuer,
      authorization_endpoint: `${state.issuer}/authorize`,
      token_endpoint: `${state.issuer}/token`,
      jwks_uri: `${state.issuer}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
    }),
    '/keys': () => ({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), use: 'sig' }] }),
    '/token': () => ({
      access_token: 'an-access-token',
      token_type: 'Bearer',
      id_token: idToken(state, state.lies.foreignKey ? foreign.privateKey : own.privateKey),
    }),
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']?.();
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  state.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}

function idToken(
  { issuer, lies, nonce }: { issuer: string; lies: Lies; nonce: string },
  key: KeyObject,
): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    sub: 'someone',
    aud: CLIENT.id,
    iat: now,
    exp: now + 300,
    nonce,
    email: 'someone@example.org',
    email_verified: true,
    name: 'Someone',
    ...lies.claims,
  };
  const alg = lies.algorithm ?? 'RS256';
  const said = `${encoded({ alg, typ: 'JWT' })}.${encoded(claims)}`;
  const signature =
    alg === 'none' ? '' : createSign('RSA-SHA256').update(said).sign(key).toString('base64url');
  return `${said}.${signature}`;
}
