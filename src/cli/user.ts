import { Argument, Command, Option } from 'commander';
import { signInLink } from '../api/auth/sign-in-link.js';
import { UserCreate } from '../api/views.js';
import { ROLES, type Role } from '../domain/work.js';
import type { Settings } from '../settings/schema.js';
import { SignInStore } from '../store/access/sign-in.store.js';
import type { DataSource } from '../store/database.js';
import { PeopleStore, type StoredUser } from '../store/people.store.js';
import { inColumns, toStdout, type Print } from './answers.js';
import type { OpenContext } from './context.js';

interface Json {
  readonly json?: true;
}

export function userCommand(open: OpenContext, print: Print = toStdout): Command {
  return new Command('user')
    .description('the people who work with this Earshot')
    .addCommand(addCommand(open, print))
    .addCommand(listCommand(open, print))
    .addCommand(roleCommand(open, print))
    .addCommand(linkCommand(open, print));
}

function addCommand(open: OpenContext, print: Print): Command {
  return new Command('add')
    .description('add a person, and print the link by which they sign in')
    .argument('<name>')
    .argument('<email>')
    .addOption(
      new Option('--role <role>', 'what they may do').choices(ROLES).default('community-manager'),
    )
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot user add "Ann Lee" ann@example.org --role manager')
    .action(async (name: string, email: string, { role, json }: Json & { role: Role }) => {
      const given = UserCreate.safeParse({ name, email, role });
      if (!given.success)
        throw new Error(
          given.error.issues.map((it) => `${it.path.join('.')}: ${it.message}`).join('; '),
        );
      await withPeople(open, async ({ people, link }) => {
        const user = await people.add(given.data, null);
        const signIn = await link(user);
        print(
          json
            ? JSON.stringify({ ...user, signInLink: signIn })
            : `added ${name} as ${role}; sign in once with\n${signIn}`,
        );
      });
    });
}

function listCommand(open: OpenContext, print: Print): Command {
  return new Command('list')
    .description('list everybody with their roles')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot user list')
    .action(async ({ json }: Json) => {
      await withPeople(open, async ({ people }) => {
        const users = await people.all();
        const rows = users.map(({ name, email, role }) => ({ name, email, role }));
        print(
          json
            ? JSON.stringify(users)
            : inColumns(rows) || 'nobody yet; see: earshot user add --help',
        );
      });
    });
}

function roleCommand(open: OpenContext, print: Print): Command {
  return new Command('role')
    .description('change what a person may do; it holds at once')
    .argument('<email>')
    .addArgument(new Argument('<role>').choices(ROLES))
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot user role ann@example.org admin')
    .action(async (email: string, role: Role, { json }: Json) => {
      await withPeople(open, async ({ people }) => {
        const user = known(await people.setRole(email, role, null), email);
        print(json ? JSON.stringify(user) : `${user.name} is ${role} now`);
      });
    });
}

function linkCommand(open: OpenContext, print: Print): Command {
  return new Command('link')
    .description('print a new link by which a person signs in, once')
    .argument('<email>')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot user link ann@example.org')
    .action(async (email: string, { json }: Json) => {
      await withPeople(open, async ({ people, link }) => {
        const user = known(await people.byEmail(email), email);
        const signIn = await link(user);
        print(json ? JSON.stringify({ ...user, signInLink: signIn }) : signIn);
      });
    });
}

interface People {
  readonly people: PeopleStore;
  readonly link: (user: StoredUser) => Promise<string>;
}

async function withPeople(
  open: OpenContext,
  act: (people: People) => Promise<void>,
): Promise<void> {
  const context = await open();
  const opened = await context.openDatabase();
  const { database } = opened;
  try {
    const people = new PeopleStore(database);
    await act({ people, link: (user) => newLink(database, context.settings, user) });
  } finally {
    await opened.close();
  }
}

async function newLink(
  database: DataSource,
  { access, server }: Settings,
  user: StoredUser,
): Promise<string> {
  const token = await new SignInStore(database).makeLink(user.id, access.linkHours);
  return signInLink(server.publicUrl ?? `http://localhost:${server.port}`, token);
}

/** @throws when there is nobody, and says how to see who there is */
export function known(user: StoredUser | null, email: string): StoredUser {
  if (!user) throw new Error(`nobody has the address ${email}; see: earshot user list`);
  return user;
}
