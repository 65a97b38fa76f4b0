import { Command } from 'commander';
import { describeDatabase, migrate, schemaDrift } from '../store/database.js';
import { startTemporaryPostgres } from '../store/embedded/temporary.js';
import type { OpenContext } from './context.js';

export function migrateCommand(open: OpenContext): Command {
  return new Command('migrate')
    .description('bring the tables up to date (`start` does it by itself)')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://… earshot migrate')
    .action(async ({ json }: { json?: true }) => {
      const { database, close } = await (await open()).openDatabase();
      try {
        await migrate(database);
        const done = database.migrations.length;
        process.stdout.write(
          json ? `${JSON.stringify({ migrations: done })}\n` : `up to date: ${done} migrations\n`,
        );
      } finally {
        await close();
      }
    });
}

/** For people who change entities: fails when a migration is missing. Uses a database of its own. */
export function schemaCommand(): Command {
  const check = new Command('check')
    .description('tell whether the migrations make the tables that the entities describe')
    .addHelpText('after', '\nExample:\n  earshot schema check')
    .action(async () => {
      const missing = await driftOfFreshDatabase();
      if (missing.length > 0)
        throw new Error(
          `the entities need a migration with:\n${missing.map((line) => `  ${line};`).join('\n')}`,
        );
      process.stdout.write('migrations and entities agree\n');
    });
  return new Command('schema').description('tables against entities').addCommand(check);
}

async function driftOfFreshDatabase(): Promise<string[]> {
  const { url, stop } = await startTemporaryPostgres();
  try {
    const database = await describeDatabase({ url, poolSize: 2 }).initialize();
    await migrate(database);
    const missing = await schemaDrift(database);
    await database.destroy();
    return missing;
  } finally {
    await stop();
  }
}
