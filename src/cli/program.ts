import { Command } from 'commander';
import { VERSION } from '../settings/version.js';
import { openContext } from './open-context.js';

type Load = () => Promise<Command>;

/** Every command with the module that has it. A module is loaded only when it is asked for. */
const COMMANDS: Readonly<Record<string, Load>> = {
  start: async () => (await import('./start.js')).startCommand(),
  demo: async () => (await import('./demo.js')).demoCommand(),
  source: async () => (await import('./source.js')).sourceCommand(openContext),
  poll: async () => (await import('./poll.js')).pollCommand(openContext),
  import: async () => (await import('./import.js')).importCommand(openContext),
  export: async () => (await import('./export.js')).exportCommand(openContext),
  user: async () => (await import('./user.js')).userCommand(openContext),
  token: async () => (await import('./token.js')).tokenCommand(openContext),
  audit: async () => (await import('./audit.js')).auditCommand(openContext),
  parse: async () => (await import('./parse.js')).parseCommand(),
  read: async () => (await import('./read.js')).readCommand(),
  train: async () => (await import('./train.js')).trainCommand(),
  teach: async () => (await import('./teach.js')).teachCommand(openContext),
  evaluate: async () => (await import('./evaluate.js')).evaluateCommand(),
  config: async () => (await import('./config.js')).configCommand(),
  doctor: async () => (await import('./doctor.js')).doctorCommand(openContext),
  migrate: async () => (await import('./migrate.js')).migrateCommand(openContext),
  schema: async () => (await import('./migrate.js')).schemaCommand(),
};

/**
 * The command line, with only the command in it that `argv` asks for; all of them for help.
 *
 * @param argv arguments without node and script
 */
export async function program(argv: readonly string[]): Promise<Command> {
  const earshot = new Command('earshot')
    .description(
      'Hears customers before they leave: polls public places, reads every mention, opens outreach tasks.',
    )
    .version(VERSION)
    .showSuggestionAfterError()
    .enablePositionalOptions();
  const asked = COMMANDS[argv[0] ?? ''];
  const loads = asked ? [asked] : argv[0] === '--version' ? [] : Object.values(COMMANDS);
  for (const command of await Promise.all(loads.map((load) => load()))) earshot.addCommand(command);
  return earshot;
}
