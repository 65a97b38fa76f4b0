import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterAll } from 'vitest';

export const CLIENT = { id: 'earshot', secret: 'a-secret-of-the-client' };

export interface Vouched {
  readonly name?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly groups?: string[];
}

export interface TestProvider {
  readonly issuer: string;
  /** What it says of people, by subject. */
  readonly people: Map<string, Vouched>;
  /** Walks a browser through it: signs `subject` in there. @returns where it is sent back to */
  walk(address: string, subject: string): Promise<URL>;
}

/** A whole OpenID provider on a port of its own, which asks nobody anything. */
export async function startProvider(redirectUri: string): Promise<TestProvider> {
  const people = new Map<string, Vouched>();
  let subject = '';
  let answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    cookies: { keys: ['a-key-of-the-test'] },
    claims: {
      openid: ['sub'],
      profile: ['name'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    scopes: ['openid', 'profile', 'email', 'groups'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/login/${uid}` },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...people.get(id) }),
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  answer = async (request, response) => {
    if (!request.url?.startsWith('/login/')) return handle(request, response);
    await provider.interactionFinished(request, response, { login: { accountId: subject } });
  };
  const walk = async (address: string, who: string): Promise<URL> => {
    subject = who;
    const cookies = new Map<string, string>();
    let next = address;
    while (next.startsWith(issuer)) {
      const { headers, status } = await fetch(next, {
        redirect: 'manual',
        headers: { Cookie: [...cookies.values()].join('; ') },
      });
      for (const line of headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        cookies.set(pair.split('=')[0] ?? '', pair);
      }
      const location = headers.get('location');
      if (location === null) throw new Error(`the provider stops with ${status} at ${next}`);
      next = new URL(location, issuer).href;
    }
    return new URL(next);
  };
  return { issuer, people, walk };
}
