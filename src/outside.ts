import type { Outside } from './connectors/connector.js';
import { PoliteHttp, userAgent } from './connectors/http.js';
import { credential } from './settings/load.js';
import type { Settings } from './settings/schema.js';
import { VERSION } from './settings/version.js';
import { BudgetsStore } from './store/budgets.store.js';
import type { DataSource } from './store/database.js';
import { HostsStore } from './store/hosts.store.js';

/** The way out to the places, which must be closed in the end. */
export interface OpenOutside extends Outside {
  /** Ends the connections kept open. */
  close(): Promise<void>;
}

/** Opens the polite, guarded way out; what must hold over all processes is kept in the database. */
export function openOutside({ poll }: Settings, database: DataSource): OpenOutside {
  const { timeoutMs: totalMs, maxBytes, contact } = poll;
  const { hostSpacingMs: ofOthers, ownHostSpacingMs: ofOwn } = poll;
  const http = new PoliteHttp({
    userAgent: userAgent(VERSION, contact),
    limits: { totalMs, maxBytes },
    gate: new HostsStore(database),
    spacing: { ofOthers, ofOwn },
  });
  return {
    http,
    budget: new BudgetsStore(database),
    credential: (env) => credential(env),
    close: () => http.close(),
  };
}
