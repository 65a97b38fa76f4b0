import { createHmac } from 'node:crypto';
import { credential } from '../../settings/load.js';
import type { DataSource } from '../../store/database.js';

/**
 * A secret for somebody else, derived and never stored: from EARSHOT_SECRET when the environment
 * has it, else from the secret that this installation made for itself.
 *
 * @param purpose names what it is for; each has its own
 * @returns 32 bytes
 */
export async function sharedSecret(database: DataSource, purpose: string): Promise<Buffer> {
  const key = credential('EARSHOT_SECRET') ?? (await ownSecret(database));
  return createHmac('sha256', key).update(purpose).digest();
}

async function ownSecret(database: DataSource): Promise<string> {
  const [row] = await database.query<[{ secret: string }]>('SELECT secret FROM installation');
  return row.secret;
}
