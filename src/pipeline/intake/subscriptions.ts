import { timingSafeEqual } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Outside } from '../../connectors/connector.js';
import { PlaceError } from '../../connectors/errors.js';
import { hubSignatureHolds } from '../../connectors/intake/signatures.js';
import type { Settings } from '../../settings/schema.js';
import { announce } from '../../store/changes.js';
import type { DataSource } from '../../store/database.js';
import { SubscriptionsStore, type ToAsk } from '../../store/subscriptions.store.js';
import { sharedSecret } from './shared-secret.js';

/** Hubs asked at a time. */
const MOST = 50;
const ASK_MS = 20_000;
/** What is asked for, and what counts when the hub does not say. */
const LEASE_SECONDS = 10 * 86_400;
const LONGEST_LEASE_SECONDS = 30 * 86_400;
/** Answers by which a hub says that it will not. */
const REFUSALS = new Set(['rejected', 'blocked', 'not-found', 'gone', 'address-refused']);

/**
 * Subscriptions to hubs (WebSub, https://www.w3.org/TR/websub/). A push makes the feed due at once; it
 * is read by the usual poll, so that what counts is never what a hub says is in it.
 */
export class Subscriptions {
  private readonly logger = new Logger('subscriptions');
  private readonly store: SubscriptionsStore;

  constructor(
    private readonly database: DataSource,
    private readonly outside: Pick<Outside, 'http'>,
    private readonly settings: Pick<Settings, 'server'>,
  ) {
    this.store = new SubscriptionsStore(database);
  }

  /** Asks the hubs that are to be asked; without a public https address none can reach us. */
  async renew(): Promise<void> {
    const { publicUrl } = this.settings.server;
    if (publicUrl === null || !publicUrl.startsWith('https:')) return;
    await this.store.expire();
    const toAsk = await this.store.toAsk(MOST);
    await Promise.all(toAsk.map((each) => this.ask(each, publicUrl)));
  }

  /** @returns what to answer the hub with; null for what Earshot did not ask */
  async called(
    sourceId: string,
    call: {
      key: string;
      mode: string;
      topic: string;
      challenge: string;
      leaseSeconds: number | null;
    },
  ): Promise<string | null> {
    if (!(await this.isOurs(sourceId, call.key))) return null;
    if (call.mode === 'denied') {
      const known = await this.store.refuse(sourceId);
      return known ? '' : null;
    }
    if (call.mode !== 'subscribe' || call.challenge === '') return null;
    const lease = Math.min(call.leaseSeconds ?? LEASE_SECONDS, LONGEST_LEASE_SECONDS);
    const confirmed = await this.store.confirm(sourceId, call.topic, lease);
    if (confirmed) await announce(this.database, 'sources', [sourceId]);
    return confirmed ? call.challenge : null;
  }

  /** @returns whether there is such a subscription; what its hub did not sign is ignored */
  async pushed(
    sourceId: string,
    key: string,
    { body, headers }: { body: Uint8Array; headers: Readonly<Record<string, string>> },
  ): Promise<boolean> {
    if (!(await this.isOurs(sourceId, key)) || !(await this.store.exists(sourceId))) return false;
    const secrets = [await this.secretFor(sourceId)];
    if (hubSignatureHolds(headers['x-hub-signature'] ?? '', { body, secrets }))
      await this.store.pushed(sourceId);
    return true;
  }

  private async ask({ sourceId, hub, topic, params }: ToAsk, publicUrl: string): Promise<void> {
    const callback = new URL(`/api/v1/intake/websub/${sourceId}`, publicUrl);
    callback.searchParams.set('key', await this.keyFor(sourceId));
    const form = new URLSearchParams({
      'hub.callback': callback.href,
      'hub.mode': 'subscribe',
      'hub.topic': topic,
      'hub.lease_seconds': String(LEASE_SECONDS),
      'hub.secret': await this.secretFor(sourceId),
    });
    try {
      await this.outside.http.post(hub, {
        contentType: 'application/x-www-form-urlencoded',
        body: form.toString(),
        answers: [201, 202, 204],
        allowPrivate: mayBePrivate(params, hub),
        signal: AbortSignal.timeout(ASK_MS),
      });
    } catch (error) {
      const refused = error instanceof PlaceError && REFUSALS.has(error.code);
      const why = error instanceof Error ? error.message : String(error);
      this.logger.warn(`the hub ${hub} does not take the subscription: ${why}`);
      if (refused) await this.store.refuse(sourceId);
    }
  }

  /** The address that a hub is given cannot be guessed, so that nobody else ends a subscription. */
  private async isOurs(sourceId: string, key: string): Promise<boolean> {
    const [given, right] = [Buffer.from(key), Buffer.from(await this.keyFor(sourceId))];
    return given.length === right.length && timingSafeEqual(given, right);
  }

  private async keyFor(sourceId: string): Promise<string> {
    return (await sharedSecret(this.database, `websub-address:${sourceId}`)).toString('base64url');
  }

  private async secretFor(sourceId: string): Promise<string> {
    return (await sharedSecret(this.database, `websub:${sourceId}`)).toString('hex');
  }
}

/** What was allowed for the host of a feed holds for no other that the feed names. */
function mayBePrivate(params: unknown, hub: string): boolean {
  const { allowPrivate, url } = params as { allowPrivate?: unknown; url?: unknown };
  return (
    allowPrivate === true &&
    typeof url === 'string' &&
    new URL(url).hostname === new URL(hub).hostname
  );
}
