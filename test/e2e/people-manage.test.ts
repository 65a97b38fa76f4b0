import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import type { Role } from '../../src/domain/work.js';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();
const soon = { timeout: 10_000 };
const names: Readonly<Record<Role, string>> = {
  admin: 'Admin',
  manager: 'Manager',
  'community-manager': 'Community manager',
  'product-owner': 'Product owner',
  'on-call': 'On call',
  'read-only': 'May only read',
};

const person = (page: Page, name: string) =>
  page.getByRole('list', { name: 'People' }).getByRole('listitem').filter({ hasText: name });

async function more(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function give(page: Page, name: string, role: Role): Promise<void> {
  await page.getByRole('combobox', { name: `Role of ${name}` }).click();
  await page.getByRole('option', { name: new RegExp(`^${names[role]}`) }).click();
}

const whoIs = async (name: string) => {
  const rows = await earshot.database.query<{ role: Role; gone: boolean }[]>(
    'SELECT role, deactivated_at IS NOT NULL AS gone FROM app_user WHERE name = $1',
    [name],
  );
  return rows[0];
};

describe('people', () => {
  it('are invited, and come in by the link that is shown once', async () => {
    const page = await earshot.enter('/settings/people', { role: 'admin' });
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Bo Lund');
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('bo@example.org');
    await page.keyboard.press('Enter');
    const link = new URL((await page.locator('.once-secret code').textContent()) ?? '');
    await page.getByRole('button', { name: 'I have it' }).click();
    await person(page, 'Bo Lund').getByText('not here yet').waitFor();
    const theirs = await earshot.visit(link.pathname + link.hash);
    await theirs.waitForURL('**/inbox');
    await expect(
      theirs.getByRole('button', { name: 'Bo Lund' }).waitFor(),
    ).resolves.toBeUndefined();
  });

  it('get another role, which holds at once and can be taken back', async () => {
    const { user, path } = await earshot.link('manager');
    const theirs = await earshot.visit(path);
    await theirs.waitForURL('**/inbox');
    const page = await earshot.enter('/settings/people', { role: 'admin' });
    await give(page, user.name, 'read-only');
    await page.getByText(`${user.name} is May only read now`).waitFor();
    expect(await whoIs(user.name)).toMatchObject({ role: 'read-only' });
    await theirs.reload();
    await theirs.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await vi.waitFor(
      async () => expect(await whoIs(user.name)).toMatchObject({ role: 'manager' }),
      soon,
    );
  });

  it('are deactivated, found among those, and come back by undo', async () => {
    const user = await earshot.make.user({ name: 'Kim Berg' });
    const page = await earshot.enter('/settings/people', { role: 'admin' });
    await more(page, user.name, 'Deactivate');
    await page.getByText('Kim Berg is deactivated and signed out').waitFor();
    await vi.waitFor(async () => expect(await person(page, 'Kim Berg').count()).toBe(0), soon);
    expect(await whoIs('Kim Berg')).toMatchObject({ gone: true });
    await page.getByRole('button', { name: /^Deactivated/ }).click();
    await person(page, 'Kim Berg').waitFor();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await vi.waitFor(
      async () => expect(await whoIs('Kim Berg')).toMatchObject({ gone: false }),
      soon,
    );
  });

  it('are found as one types', async () => {
    await earshot.make.user({ name: 'Zoë Quist' });
    const page = await earshot.enter('/settings/people', { role: 'admin' });
    await page.getByRole('searchbox', { name: 'Find a person' }).fill('zoë');
    await page.getByText('1 person found').waitFor({ state: 'attached' });
    expect(await page.getByRole('list', { name: 'People' }).getByRole('listitem').count()).toBe(1);
    await page.getByRole('searchbox', { name: 'Find a person' }).fill('nobody at all');
    await expect(page.getByText('Nobody is found').waitFor()).resolves.toBeUndefined();
  });

  it('cannot be without an admin, and the page says so before', async () => {
    await earshot.database.query(`UPDATE app_user SET role = 'manager' WHERE role = 'admin'`);
    const page = await earshot.enter('/settings/people', { role: 'admin' });
    const me = page.getByRole('listitem').filter({ has: page.getByText('you', { exact: true }) });
    await me.getByText('The only admin. Make somebody else one first.').waitFor();
    expect(await me.getByRole('combobox').count()).toBe(0);
    await me.getByRole('button', { name: 'More for Ann the admin' }).click();
    const deactivate = page.getByRole('menuitem', { name: /^Deactivate/ });
    expect(await deactivate.getAttribute('data-disabled')).toBe('true');
    await expect(
      deactivate.getByText('The only admin cannot go.').waitFor(),
    ).resolves.toBeUndefined();
  });

  it('are only looked at by whoever is no admin', async () => {
    const page = await earshot.enter('/settings/people', { role: 'manager' });
    await page.getByText('Only admins change it.').waitFor();
    await person(page, 'Zoë Quist').waitFor();
    expect(await page.getByRole('button', { name: 'Invite', exact: true }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /^More for/ }).count()).toBe(0);
    expect(await page.getByRole('combobox').count()).toBe(0);
  });
});

describe('teams', () => {
  it('are made, filled, renamed and removed', async () => {
    await earshot.make.user({ name: 'Ida Falk' });
    const page = await earshot.enter('/settings/teams', { role: 'admin' });
    await page.getByText('No teams yet').waitFor();
    await page.getByRole('button', { name: 'New team' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Night');
    await page.keyboard.press('Enter');
    const team = page.getByRole('region', { name: 'Night' });
    await team.getByRole('button', { name: 'Change members' }).click();
    await team.getByRole('combobox', { name: 'Members of Night' }).fill('Ida');
    await page.getByRole('option', { name: /^Ida Falk/ }).click();
    await page.keyboard.press('Escape');
    await team.getByRole('button', { name: 'Save' }).click();
    await team.getByText('1 person').waitFor();
    await more(page, 'Night', 'Rename');
    await page.getByRole('textbox', { name: 'Name' }).fill('Late shift');
    await page.keyboard.press('Enter');
    const renamed = page.getByRole('region', { name: 'Late shift' });
    await renamed.getByText('Ida Falk').waitFor();
    await more(page, 'Late shift', 'Remove');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText('No teams yet').waitFor()).resolves.toBeUndefined();
  });
});
