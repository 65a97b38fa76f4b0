import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import type { Settings } from '../../settings/schema.js';
import { credential } from '../../settings/load.js';
import { SETTINGS } from '../../settings/token.js';
import type { Attempt } from '../../store/access/oidc.store.js';

/** Where an identity provider sends people back to, below our address. */
export const CALLBACK_PATH = '/api/v1/session/oidc/callback';
const TIMEOUT_SECONDS = 10;

export interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  /** Of the claim that says what somebody may do. */
  readonly groups: readonly string[];
}

/**
 * The identity provider of the settings, by OpenID Connect: authorization code with PKCE, state and
 * nonce; the signature of the ID token is always checked, and so is who answers (RFC 9207).
 */
@Injectable()
export class IdentityProvider {
  private known: Promise<oidc.Configuration> | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  get isOffered(): boolean {
    return this.settings.access.oidc.issuer !== null;
  }

  /** @returns where to send somebody, and what must be kept until they are back */
  async begin(target: string): Promise<{ address: URL; attempt: Attempt }> {
    const attempt: Attempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      target,
    };
    const address = oidc.buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: this.ownAddress(CALLBACK_PATH).href,
      scope: this.settings.access.oidc.scopes.join(' '),
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { address, attempt };
  }

  /**
   * Somebody is back.
   *
   * @param path with the query that they came with
   * @throws whatever is wrong with it: another state, a used code, another issuer, a bad signature
   */
  async finish(path: string, { state, nonce, verifier }: Attempt): Promise<Claims> {
    const configuration = await this.configuration();
    const tokens = await oidc.authorizationCodeGrant(configuration, this.ownAddress(path), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('the identity provider gave no ID token');
    const asked = configuration.serverMetadata().userinfo_endpoint;
    const more =
      asked === undefined
        ? {}
        : await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    return this.claimsOf(claims.iss, claims.sub, { ...more, ...claims });
  }

  private claimsOf(issuer: string, subject: string, all: Record<string, unknown>): Claims {
    const { roleClaim } = this.settings.access.oidc;
    const groups = roleClaim === null ? undefined : all[roleClaim];
    return {
      issuer,
      subject,
      name: textOf(all['name']) ?? textOf(all['preferred_username']),
      email: textOf(all['email'])?.toLowerCase() ?? null,
      emailVerified: all['email_verified'] === true,
      groups: (Array.isArray(groups) ? groups : [groups]).filter((it) => typeof it === 'string'),
    };
  }

  private ownAddress(path: string): URL {
    const { publicUrl } = this.settings.server;
    if (publicUrl === null) throw new Error('server.publicUrl is needed for single sign-on');
    const [, query] = path.split('?', 2);
    const address = new URL(publicUrl);
    address.pathname = CALLBACK_PATH;
    address.search = query ?? '';
    return address;
  }

  /** What the provider says of itself, asked once; when it does not answer, the next one asks again. */
  private configuration(): Promise<oidc.Configuration> {
    this.known ??= this.discover().catch((error: unknown) => {
      this.known = null;
      throw error;
    });
    return this.known;
  }

  private async discover(): Promise<oidc.Configuration> {
    const { issuer, clientId } = this.settings.access.oidc;
    if (issuer === null || clientId === null) throw new Error('there is no identity provider');
    const secret = credential('EARSHOT_OIDC_SECRET');
    const insecure = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    return oidc.discovery(new URL(issuer), clientId, undefined, authenticationBy(secret), {
      execute: [...insecure, oidc.enableNonRepudiationChecks],
      timeout: TIMEOUT_SECONDS,
    });
  }
}

const textOf = (claim: unknown): string | null =>
  typeof claim === 'string' && claim.trim() !== '' ? claim.trim() : null;

/** How the provider wants us to prove who we are; Basic unless it says that it takes no such. */
function authenticationBy(secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const way = taken.includes('client_secret_basic') ? basic : post;
    way(server, client, body, headers);
  };
}
