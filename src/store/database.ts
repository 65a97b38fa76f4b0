import { DataSource, DefaultNamingStrategy, type EntityManager } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { ENTITIES } from './entities/index.js';

/** The rooms outside this one name a database and a transaction by these. */
export { DataSource, type EntityManager };

const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Columns are named as in SQL: `publishedAt` is `published_at`. */
class SnakeCaseNames extends DefaultNamingStrategy {
  override columnName(property: string, given: string | undefined): string {
    return given ?? snakeCase(property);
  }
}

export interface DatabaseOptions {
  readonly url: string;
  /** Connections kept for this process. */
  readonly poolSize: number;
}

/** Describes the database; nothing is opened before `initialize()`. */
export function describeDatabase({ url, poolSize }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeCaseNames(),
    applicationName: 'earshot',
    connectTimeoutMS: 10_000,
  });
}

/** Any number: two processes that start together wait for each other here. */
const MIGRATION_LOCK = 4_273_001;

/** Brings the tables up to date. Safe to run from many processes at once. */
export async function migrate(database: DataSource): Promise<void> {
  const runner = database.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await database.runMigrations();
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await runner.release();
  }
}

/** Statements that would make the tables equal to the entities; empty when they are. */
export async function schemaDrift(database: DataSource): Promise<string[]> {
  const { upQueries } = await database.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

/** What tells this Earshot from another one: made once, with the tables. */
export async function installationId(database: DataSource): Promise<string> {
  const [row] = await database.query<[{ id: string }]>('SELECT id FROM installation');
  return row.id;
}
