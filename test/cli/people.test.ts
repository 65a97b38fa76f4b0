import type { Command } from 'commander';
import { expect, describe, it } from 'vitest';
import { tokenCommand } from '../../src/cli/token.js';
import { userCommand } from '../../src/cli/user.js';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import { TokensStore } from '../../src/store/access/tokens.store.js';
import { PeopleStore } from '../../src/store/people.store.js';
import { contextOf } from '../support/cli.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const open = contextOf(database);

async function run(make: (print: (line: string) => void) => Command, ...argv: string[]) {
  const lines: string[] = [];
  const command = make((line) => lines.push(line));
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: () => undefined });
  await command.parseAsync(argv, { from: 'user' });
  return lines.join('\n');
}
const user = (...argv: string[]) => run((print) => userCommand(open, print), ...argv);
const token = (...argv: string[]) => run((print) => tokenCommand(open, print), ...argv);

describe('before anybody signed in', () => {
  it('the first start gives a link to an admin, again and again, until it was used', async () => {
    expect(await user('list')).toContain('nobody yet');
    const people = new PeopleStore(database);
    const links = [await people.firstRunLink(1), await people.firstRunLink(1)];
    expect(links.every((link) => link !== null)).toBe(true);
    expect((await people.all()).map(({ role }) => role)).toEqual(['admin']);
    const session = await new SignInStore(database).signIn(links[1] ?? '', 1);
    expect(session?.user.role).toBe('admin');
    expect(await people.firstRunLink(1)).toBeNull();
  });
});

describe('earshot user', () => {
  it('adds a person with a link that signs them in', async () => {
    const said = await user('add', 'Ann Lee', 'Ann@Example.org', '--role', 'manager');
    const [, secret = ''] = /http:\/\/localhost:8080\/sign-in#token=([\w-]{43})$/.exec(said) ?? [];
    const session = await new SignInStore(database).signIn(secret, 1);
    expect(session?.user).toMatchObject({ email: 'ann@example.org', role: 'manager' });
  });

  it('lists everybody, for people and for programs', async () => {
    const rows = (await user('list')).split('\n');
    expect(rows[0]).toMatch(/^name +email +role$/);
    expect(rows.find((row) => row.startsWith('Ann Lee'))).toMatch(/ann@example\.org +manager$/);
    expect(JSON.parse(await user('list', '--json'))).toContainEqual(
      expect.objectContaining({ name: 'Ann Lee' }),
    );
  });

  it('changes a role, but not that of the last admin', async () => {
    expect(await user('role', 'ann@example.org', 'on-call')).toBe('Ann Lee is on-call now');
    await expect(user('role', 'admin@localhost', 'manager')).rejects.toThrow('the only admin');
    await user('role', 'ann@example.org', 'admin');
    expect(await user('role', 'admin@localhost', 'manager')).toBe('Administrator is manager now');
  });

  it('makes a new link for who has an address', async () => {
    expect(await user('link', 'ANN@example.org')).toMatch(/^http:.*#token=[\w-]{43}$/);
    const { signInLink } = JSON.parse(await user('link', 'ann@example.org', '--json')) as {
      signInLink: string;
    };
    expect(signInLink).toContain('#token=');
  });

  it.each([
    [['add', 'Ann', 'ann@example.org'], 'has the address'],
    [['add', 'Ann', 'no address'], 'email'],
    [['add', 'Bob', 'bob@example.org', '--role', 'king'], 'choices'],
    [['role', 'nobody@example.org', 'admin'], 'nobody has the address'],
    [['link', 'nobody@example.org'], 'nobody has the address'],
  ])('refuses %j in one line', async (argv, why) => {
    await expect(user(...argv)).rejects.toThrow(why);
  });
});

describe('earshot token', () => {
  it('makes a token that is its person’s, and prints nothing else', async () => {
    const made = await token('create', '--user', 'ann@example.org', '--name', 'report');
    expect(made).toMatch(/^earshot_[\w-]{43}$/);
    expect((await new TokensStore(database).userOf(made))?.email).toBe('ann@example.org');
  });

  it('refuses who is not there', async () => {
    const nobody = token('create', '--user', 'nobody@example.org', '--name', 'x');
    await expect(nobody).rejects.toThrow('nobody has the address');
  });
});

it.each([...userCommand(open).commands, ...tokenCommand(open).commands])(
  'every command has help with an example',
  (command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toMatch(/Example:\n {2}\S/);
    expect(help).toContain('--json');
  },
);
