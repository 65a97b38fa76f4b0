import { Logger } from '@nestjs/common';
import { Deeper, deeperSettings } from '../deeper/deeper.js';
import { withDeeper } from '../deeper/with-deeper.js';
import type { Reader } from '../domain/reading.js';
import { credential } from '../settings/load.js';
import type { Settings } from '../settings/schema.js';
import { BudgetsStore } from '../store/budgets.store.js';
import type { DataSource } from '../store/database.js';
import { DeeperStore } from '../store/deeper.store.js';

/** Name of the environment variable with the key for the deeper model's server. */
export const DEEPER_KEY = 'EARSHOT_DEEPER_KEY';

/**
 * The deeper model of this installation, with its limits and records in the database.
 *
 * @returns null when it is off
 * @throws SettingsError when the file that holds its key cannot be read
 */
export function openDeeper(settings: Settings, database: DataSource): Deeper | null {
  const on = deeperSettings(settings);
  if (on === null) return null;
  const log = new Logger('deeper');
  return new Deeper({
    settings: on,
    key: credential(DEEPER_KEY),
    budget: new BudgetsStore(database),
    records: new DeeperStore(database),
    warn: (message) => log.warn(message),
  });
}

/** A reader with the deeper model behind it; the reader itself when there is none. */
export function deepened(reader: Reader, settings: Settings, database: DataSource): Reader {
  const deeper = openDeeper(settings, database);
  return deeper === null ? reader : withDeeper(reader, deeper);
}
