import { Argument, Command, Option } from 'commander';
import { signInLink } from '../api/auth/sign-in-link.js';
import { UserCreate } from '../api/views.js';
import { ROLES, type Role } from '../domain/work.js';
import type { Settings } from '../settings/schema.js';
import { type ListedUser, DirectoryStore } from '../store/access/directory.store.js';
import { SecondStepsStore } from '../store/access/second-steps.store.js';
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
    .addCommand(linkCommand(open, print))
    .addCommand(activeCommand(open, print, true))
    .addCommand(activeCommand(open, print, false))
    .addCommand(noCodeCommand(open, print));
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
    .description('list everybody with their roles, and how they sign in')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot user list')
    .action(async ({ json }: Json) => {
      await withPeople(open, async ({ directory, idleHours }) => {
        const users = await directory.list({ deactivated: true, accounts: true, idleHours });
        print(
          json
            ? JSON.stringify(users)
            : inColumns(users.map(rowOf)) || 'nobody yet; see: earshot user add --help',
        );
      });
    });
}

function rowOf({ name, email, role, deactivatedAt, account }: ListedUser): Record<string, string> {
  const ways = [
    account?.password ? 'password' : '',
    account?.totp ? 'code' : '',
    account?.oidc ? 'single sign-on' : '',
  ].filter(Boolean);
  return { name, email, role: deactivatedAt ? `(${role})` : role, 'signs in by': ways.join(', ') };
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

/** `deactivate` and `activate`: people are never deleted. */
function activeCommand(open: OpenContext, print: Print, deactivated: boolean): Command {
  const name = deactivated ? 'deactivate' : 'activate';
  return new Command(name)
    .description(
      deactivated
        ? 'shut a person out, at once and with their tokens; what they did stays theirs'
        : 'let a person in again',
    )
    .argument('<email>')
    .option('--json', 'as JSON')
    .addHelpText('after', `\nExample:\n  earshot user ${name} ann@example.org`)
    .action(async (email: string, { json }: Json) => {
      await withPeople(open, async ({ people }) => {
        const { id } = known(await people.byEmail(email), email);
        const user = known(await people.change(id, { deactivated }, null), email);
        print(json ? JSON.stringify(user) : `${user.name} is ${deactivated ? 'out' : 'in again'}`);
      });
    });
}

function noCodeCommand(open: OpenContext, print: Print): Command {
  return new Command('no-code')
    .description('ask a person for no code any more: they lost the app and the recovery codes')
    .argument('<email>')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot user no-code ann@example.org')
    .action(async (email: string, { json }: Json) => {
      await withPeople(open, async ({ people, steps }) => {
        const user = known(await people.byEmail(email), email);
        const wasOn = await steps.end(user.id, null, null);
        if (!wasOn) throw new Error(`${user.name} is asked for no code`);
        print(json ? JSON.stringify(user) : `${user.name} is asked for no code any more`);
      });
    });
}

interface People {
  readonly people: PeopleStore;
  readonly directory: DirectoryStore;
  readonly steps: SecondStepsStore;
  readonly idleHours: number;
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
    await act({
      people,
      directory: new DirectoryStore(database),
      steps: new SecondStepsStore(database),
      idleHours: context.settings.access.idleHours,
      link: (user) => newLink(database, context.settings, user),
    });
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
