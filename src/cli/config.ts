import { Command } from 'commander';
import { stringify } from 'yaml';
import { loadSettings } from '../settings/load.js';
import type { Settings } from '../settings/schema.js';

export function configCommand(): Command {
  const check = new Command('check')
    .description('check the settings and show them as they are in force, without secrets')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  EARSHOT_CONFIG=/etc/earshot.yaml earshot config check')
    .action(({ json }: { json?: true }) => {
      const settings = withoutSecrets(loadSettings());
      process.stdout.write(json ? `${JSON.stringify(settings)}\n` : stringify(settings));
    });
  return new Command('config').description('the settings').addCommand(check);
}

function withoutSecrets(settings: Settings): Settings {
  const { database, queue } = settings;
  return {
    ...settings,
    database: { ...database, url: database.url && withoutPassword(database.url) },
    queue: { ...queue, redisUrl: queue.redisUrl && withoutPassword(queue.redisUrl) },
  };
}

/** `postgres://user:…@host/name` */
export function withoutPassword(address: string): string {
  return address.replace(/(:\/\/[^:@/]*):[^@]*@/, '$1:…@');
}
