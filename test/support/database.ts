import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import type { DataSource } from 'typeorm';
import { afterAll } from 'vitest';
import { describeDatabase, migrate } from '../../src/store/database.js';

const server = (): string => {
  const url = process.env['TEST_DATABASE_URL'];
  if (!url) throw new Error('test/support/global-setup.ts did not start a PostgreSQL');
  return url;
};

async function asOwner(statement: string): Promise<void> {
  const client = new Client({ connectionString: server() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';
const CLEANERS_END_MS = 500;

/**
 * Drops it whoever is still connected. PostgreSQL lets none but a superuser end its own cleaner
 * (autovacuum), should that be at work there just then: it ends by itself soon.
 */
async function drop(name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await asOwner(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      const cleaning = error instanceof DatabaseError && error.code === INSUFFICIENT_PRIVILEGE;
      if (!cleaning || tries === 20) throw error;
      await sleep(CLEANERS_END_MS);
    }
  }
}

/** An empty database of its own on the real server of this run; dropped after the file's tests. */
export async function makeDatabase(): Promise<{ url: string }> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await asOwner(`CREATE DATABASE ${name}`);
  afterAll(() => drop(name), 30_000);
  const url = new URL(server());
  url.pathname = `/${name}`;
  return { url: url.href };
}

/** The same with Earshot's tables, and open. */
export async function openDatabase(): Promise<{ url: string; database: DataSource }> {
  const { url } = await makeDatabase();
  const database = await describeDatabase({ url, poolSize: 8 }).initialize();
  afterAll(() => database.destroy());
  await migrate(database);
  return { url, database };
}

/** What no one may do to a running Earshot: forgets the audit log, too. */
export async function truncate(database: DataSource, tables: string): Promise<void> {
  await unlocked(database, `TRUNCATE ${tables}`);
}

/** Changes lines of the audit log, with its lock taken off meanwhile. */
export async function unlocked(
  database: DataSource,
  statement: string,
  values: readonly unknown[] = [],
): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query('ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_stays');
    await transaction.query(statement, [...values]);
    await transaction.query('ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_stays');
  });
}
