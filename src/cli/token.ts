import { Command } from 'commander';
import { TokenCreate } from '../api/views.js';
import { TokensStore } from '../store/access/tokens.store.js';
import { PeopleStore } from '../store/people.store.js';
import { toStdout, type Print } from './answers.js';
import type { OpenContext } from './context.js';
import { known } from './user.js';

interface Options {
  readonly user: string;
  readonly name: string;
  readonly json?: true;
}

export function tokenCommand(open: OpenContext, print: Print = toStdout): Command {
  const create = new Command('create')
    .description('make a token for a program; it may do what its person may do, and is shown once')
    .requiredOption('--user <email>', 'whose token it is')
    .requiredOption('--name <name>', 'what it is for')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Example:
  TOKEN=$(earshot token create --user ann@example.org --name report)
  curl -H "Authorization: Bearer $TOKEN" http://localhost:8080/api/v1/mentions`,
    )
    .action(async ({ user: email, name, json }: Options) => {
      const opened = await (await open()).openDatabase();
      try {
        const user = known(await new PeopleStore(opened.database).byEmail(email), email);
        const made = await new TokensStore(opened.database).create(
          user.id,
          TokenCreate.parse({ name }).name,
        );
        print(json ? JSON.stringify(made) : made.token);
      } finally {
        await opened.close();
      }
    });
  return new Command('token').description('tokens for programs').addCommand(create);
}
