import type { Bus } from '../queue/bus.js';
import type { Outside } from '../connectors/connector.js';
import type { Settings } from '../settings/schema.js';
import type { DataSource } from '../store/database.js';

/** What a command may open; nothing is opened before it asks. */
export interface CliContext {
  readonly settings: Settings;
  /**
   * The database: a running Earshot's when there is one, else its own, started for the command.
   * Its tables are up to date.
   */
  openDatabase(): Promise<OpenDatabase>;
}

export interface OpenDatabase {
  readonly database: DataSource;
  /** The polite, guarded way to the places. */
  readonly outside: Outside;
  /** Queue on the same database, or in Redis. Opened on first use, closed with the database. */
  bus(): Promise<Bus>;
  close(): Promise<void>;
}

export type OpenContext = () => Promise<CliContext>;
