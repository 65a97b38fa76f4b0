import type { Command } from 'commander';
import { expect, describe, it } from 'vitest';
import { auditCommand } from '../../src/cli/audit.js';
import { tokenCommand } from '../../src/cli/token.js';
import { userCommand } from '../../src/cli/user.js';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import { TokensStore } from '../../src/store/access/tokens.store.js';
import { PeopleStore } from '../../src/store/people.store.js';
import { contextOf } from '../support/cli.js';
import { openDatabase, unlocked } from '../support/database.js';

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
  it('the first start gives a link to an admin, again and again, until somebody works here', async () => {
    expect(await user('list')).toContain('nobody yet');
    const people = new PeopleStore(database);
    const links = [await people.firstRunLink(1), await people.firstRunLink(1)];
    expect(links.every((link) => link !== null)).toBe(true);
    expect((await people.all()).map(({ role }) => role)).toEqual(['admin']);
    const session = await new SignInStore(database).signIn(links[1] ?? '', 1);
    expect(session?.user.role).toBe('admin');
    // Whoever closed the window before everything was set up needs another one.
    expect(await people.firstRunLink(1)).not.toBeNull();
    const ben = await people.add({ name: 'Ben', email: 'ben@example.org', role: 'manager' }, null);
    const signIn = new SignInStore(database);
    await signIn.signIn(await signIn.makeLink(ben.id, 1), 1);
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
    expect(rows[0]).toMatch(/^name +email +role +signs in by$/);
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

  it('shuts a person out and lets them in again, but not the last admin', async () => {
    const { id } = await new PeopleStore(database).add(
      { name: 'Cy', email: 'cy@example.org', role: 'manager' },
      null,
    );
    expect(await user('deactivate', 'CY@example.org')).toBe('Cy is out');
    expect(await user('list')).toMatch(/cy@example\.org +\(manager\)/);
    expect(await new PeopleStore(database).active(id)).toBeNull();
    expect(await user('activate', 'cy@example.org')).toBe('Cy is in again');
    expect(await new PeopleStore(database).active(id)).not.toBeNull();
    await expect(user('deactivate', 'ann@example.org')).rejects.toThrow('the only admin');
  });

  it('asks for no code any more who lost everything', async () => {
    const ann = await new PeopleStore(database).byEmail('ann@example.org');
    await expect(user('no-code', 'ann@example.org')).rejects.toThrow('asked for no code');
    await database.query(
      `INSERT INTO second_step (user_id, sealed, confirmed_at) VALUES ($1, 'x', now())`,
      [ann?.id],
    );
    expect(await user('list')).toMatch(/ann@example\.org +admin +code/);
    expect(await user('no-code', 'ann@example.org')).toContain('asked for no code any more');
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
    const holder = await new TokensStore(database).holderOf(made);
    expect(holder).toMatchObject({ user: { email: 'ann@example.org' }, scopes: null });
  });

  it('makes one that may do less, for a time', async () => {
    const asked = ['--scope', 'read', 'work', '--days', '30'];
    const made = await token('create', '--user', 'ann@example.org', '--name', 'x', ...asked);
    const holder = await new TokensStore(database).holderOf(made);
    expect(holder?.scopes).toEqual(['read', 'work']);
    const days = ((holder?.expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(30, 2);
    const bad = (...more: string[]) =>
      token('create', '--user', 'ann@example.org', '--name', 'x', ...more);
    await expect(bad('--scope', 'account')).rejects.toThrow('choices');
    await expect(bad('--days', 'never')).rejects.toThrow('number of days');
  });

  it('refuses who is not there', async () => {
    const nobody = token('create', '--user', 'nobody@example.org', '--name', 'x');
    await expect(nobody).rejects.toThrow('nobody has the address');
  });
});

describe('earshot audit', () => {
  it('tells that the log is as it was written, and fails when it is not', async () => {
    const audit = (...argv: string[]) => run((print) => auditCommand(open, print), ...argv);
    expect(await audit('verify')).toContain('0 entries up to 0 are as they were written');
    expect(await audit('verify')).toMatch(/^[1-9]\d* entries up to \d+ are as they were written/);
    expect(await audit('verify')).toContain('set EARSHOT_SECRET');
    await unlocked(database, `UPDATE audit_entry SET action = 'did nothing' WHERE id = 1`);
    await expect(audit('verify')).rejects.toThrow('the audit log was changed');
  });
});

it.each([
  ...userCommand(open).commands,
  ...tokenCommand(open).commands,
  ...auditCommand(open).commands,
])('every command has help with an example', (command) => {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  expect(help).toMatch(/Example:\n {2}\S/);
  expect(help).toContain('--json');
});
