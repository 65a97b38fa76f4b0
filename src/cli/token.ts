import { Command, Option } from 'commander';
import { TokenCreate } from '../api/views.js';
import { TOKEN_SCOPES, type Permission } from '../domain/permission.js';
import { TokensStore } from '../store/access/tokens.store.js';
import { PeopleStore } from '../store/people.store.js';
import { toStdout, type Print } from './answers.js';
import type { OpenContext } from './context.js';
import { known } from './user.js';

interface Options {
  readonly user: string;
  readonly name: string;
  readonly scope?: Permission[];
  readonly days?: string;
  readonly json?: true;
}

export function tokenCommand(open: OpenContext, print: Print = toStdout): Command {
  const create = new Command('create')
    .description('make a token for a program; it is shown once')
    .requiredOption('--user <email>', 'whose token it is: it may do nothing that they may not')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(
      new Option(
        '--scope <permission...>',
        'what it may do; without, all that its person may',
      ).choices(TOKEN_SCOPES),
    )
    .option('--days <days>', 'for how long; without, until it is revoked')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Example:
  TOKEN=$(earshot token create --user ann@example.org --name report --scope read)
  curl -H "Authorization: Bearer $TOKEN" http://localhost:8080/api/v1/mentions`,
    )
    .action(async ({ user: email, name, scope, days, json }: Options) => {
      const expiresAt = days === undefined ? undefined : inDays(days);
      const opened = await (await open()).openDatabase();
      try {
        const user = known(await new PeopleStore(opened.database).byEmail(email), email);
        const given = TokenCreate.parse({ name, scopes: scope, expiresAt });
        const made = await new TokensStore(opened.database).create(user.id, given);
        print(json ? JSON.stringify(made) : made.token);
      } finally {
        await opened.close();
      }
    });
  return new Command('token').description('tokens for programs').addCommand(create);
}

/** @throws when it is no number of days */
function inDays(days: string): string {
  if (!/^[1-9]\d{0,3}$/.test(days)) throw new Error('--days must be a number of days, 1 to 9999');
  return new Date(Date.now() + Number(days) * 86_400_000).toISOString();
}
