import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Role } from '../../domain/work.js';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { OidcStore } from '../../store/access/oidc.store.js';
import { type NewSession, SessionsStore } from '../../store/access/sessions.store.js';
import { Conflict } from '../../store/conflict.js';
import { PeopleStore } from '../../store/people.store.js';
import type { OIDC_PROBLEMS } from '../views.js';
import type { Claims } from './identity-provider.js';
import type { Visitor } from './visitor.js';

export type OidcProblem = (typeof OIDC_PROBLEMS)[number];

/** Why single sign-on led nowhere. */
export class SignOnRefused extends Error {
  override readonly name = 'SignOnRefused';
  constructor(readonly problem: OidcProblem) {
    super(problem);
  }
}

/** Who somebody is here, whom the identity provider vouches for. */
@Injectable()
export class SingleSignOn {
  private readonly logger = new Logger('oidc');

  constructor(
    private readonly identities: OidcStore,
    private readonly people: PeopleStore,
    private readonly sessions: SessionsStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws SignOnRefused */
  async enter(claims: Claims, visitor: Visitor): Promise<NewSession> {
    const userId = await this.personOf(claims);
    await this.giveRole(userId, claims);
    const session = await this.sessions.start(
      userId,
      { way: 'oidc', device: visitor.device, detail: { address: visitor.address } },
      this.settings.access.sessionDays,
    );
    if (!session) throw new SignOnRefused('oidc-deactivated');
    return session;
  }

  private async personOf(claims: Claims): Promise<string> {
    const known = await this.identities.personOf(claims);
    if (known && !known.active) throw new SignOnRefused('oidc-deactivated');
    if (known) return known.id;
    const { linkByEmail, createUsers } = this.settings.access.oidc;
    if (!linkByEmail && !createUsers) throw new SignOnRefused('oidc-unknown-person');
    const email = this.addressOf(claims);
    const linked = linkByEmail ? await this.identities.linkByEmail(email, claims) : null;
    if (linked !== null) return linked;
    const newcomer = {
      name: (claims.name ?? email).slice(0, 100),
      email,
      role: this.roleOf(claims),
    };
    const added = createUsers ? await this.identities.add(newcomer, claims) : null;
    if (added === null) throw new SignOnRefused('oidc-unknown-person');
    return added;
  }

  /** An address that nobody vouches for could be anybody's. */
  private addressOf({ email, emailVerified }: Claims): string {
    const { allowedDomains } = this.settings.access.oidc;
    if (email === null || !emailVerified) throw new SignOnRefused('oidc-unverified');
    const domain = email.slice(email.lastIndexOf('@') + 1);
    if (allowedDomains.length > 0 && !allowedDomains.includes(domain))
      throw new SignOnRefused('oidc-domain');
    return email;
  }

  private roleOf({ groups }: Claims): Role {
    const { roles, role } = this.settings.access.oidc;
    return Object.entries(roles).find(([group]) => groups.includes(group))?.[1] ?? role;
  }

  private async giveRole(userId: string, claims: Claims): Promise<void> {
    if (this.settings.access.oidc.roleClaim === null) return;
    try {
      await this.people.change(userId, { role: this.roleOf(claims) }, null);
    } catch (error) {
      // The last admin stays one, whatever the provider says.
      if (!(error instanceof Conflict)) throw error;
      this.logger.warn(error.message);
    }
  }
}
