import { EventEmitter } from 'node:events';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { CHANGE_KINDS, type ChangeKind } from '../domain/work.js';

export interface Change {
  readonly kind: ChangeKind;
  /** What changed; empty when it was too much to name. Of notifications, the people they are for. */
  readonly ids: readonly string[];
}

const CHANNEL = 'earshot_change';
/** A notification holds at most 8,000 bytes. */
const MOST_IDS = 300;
const RECONNECT_MS = 1_000;

/** Tells every process that listens. Inside a transaction it is told on commit, or never. */
export async function announce(
  database: Pick<DataSource, 'query'>,
  kind: Change['kind'],
  ids: readonly string[],
): Promise<void> {
  const change: Change = { kind, ids: ids.length > MOST_IDS ? [] : ids };
  await database.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(change)]);
}

/**
 * Hears what any process announces. When its connection breaks it comes back by itself and
 * then says that everything may have changed, for what was told meanwhile is lost.
 */
export class Changes extends EventEmitter<{ change: [Change] }> {
  private client: Client | null = null;
  private closed = false;

  constructor(private readonly url: string) {
    super();
    this.setMaxListeners(0);
  }

  async open(): Promise<void> {
    const client = new Client({
      connectionString: this.url,
      application_name: 'earshot-changes',
      keepAlive: true,
    });
    client.on('notification', ({ payload }) =>
      this.emit('change', JSON.parse(payload ?? '') as Change),
    );
    client.on('error', () => void this.reopen(client));
    client.on('end', () => void this.reopen(client));
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.client = client;
  }

  private async reopen(broken: Client): Promise<void> {
    if (this.closed || this.client !== broken) return;
    this.client = null;
    while (!this.closed) {
      try {
        await this.open();
        // Closed while it was on its way back: nobody else would end this connection.
        if (this.closed) return await this.end();
        for (const kind of CHANGE_KINDS) this.emit('change', { kind, ids: [] });
        return;
      } catch {
        await new Promise((resume) => setTimeout(resume, RECONNECT_MS));
      }
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.end();
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = null;
    await client?.end();
  }
}
