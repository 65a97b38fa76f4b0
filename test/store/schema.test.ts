import { expect, it } from 'vitest';
import { describeDatabase, migrate, schemaDrift } from '../../src/store/database.js';
import { makeDatabase } from '../support/database.js';

const TABLES = `SELECT count(*)::int AS count FROM information_schema.tables WHERE table_schema = 'public'`;

it('goes up, down and up again, and is what the entities say', async () => {
  const { url } = await makeDatabase();
  const database = await describeDatabase({ url, poolSize: 2 }).initialize();
  const tables = async (): Promise<number> => {
    const [{ count }] = await database.query<[{ count: number }]>(TABLES);
    return count;
  };
  try {
    expect((await schemaDrift(database)).length).toBeGreaterThan(20);
    await migrate(database);
    expect(await schemaDrift(database)).toEqual([]);
    expect(await tables()).toBe(database.entityMetadatas.length + 1);
    for (const _ of database.migrations) await database.undoLastMigration();
    expect(await tables()).toBe(1);
    await migrate(database);
    expect(await schemaDrift(database)).toEqual([]);
    await migrate(database);
  } finally {
    await database.destroy();
  }
});

it('notices a column that the migrations forgot', async () => {
  const { url } = await makeDatabase();
  const database = await describeDatabase({ url, poolSize: 2 }).initialize();
  try {
    await migrate(database);
    await database.query('ALTER TABLE author DROP COLUMN url');
    expect(await schemaDrift(database)).toEqual(['ALTER TABLE "author" ADD "url" text']);
  } finally {
    await database.destroy();
  }
});

it('is brought up to date once by processes that start together', async () => {
  const { url } = await makeDatabase();
  const databases = await Promise.all(
    [1, 2, 3].map(() => describeDatabase({ url, poolSize: 2 }).initialize()),
  );
  try {
    await Promise.all(databases.map(migrate));
    const [database] = databases;
    const done = await database?.query<unknown[]>('SELECT FROM schema_migration');
    expect(done).toHaveLength(database?.migrations.length ?? 0);
  } finally {
    await Promise.all(databases.map((database) => database.destroy()));
  }
});
