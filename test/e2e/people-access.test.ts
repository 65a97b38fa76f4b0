import { describe, expect, it, vi } from 'vitest';
import { MentionCounts } from '../../src/api/views.js';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();
const soon = { timeout: 10_000 };

describe('roles and permissions', () => {
  it('are one table, as the server decides', async () => {
    const page = await earshot.enter('/settings/permissions', { role: 'on-call' });
    const row = page.getByRole('row').filter({ hasText: 'Retry failed work' });
    await row.waitFor();
    const said = await row.getByRole('cell').allTextContents();
    expect(said).toEqual(['yes', 'yes', 'no', 'no', 'yes', 'no']);
    await row.getByText(/addresses? of the API/).click();
    await expect(
      row.getByText('POST /api/v1/operation/dead/:queue/:id/retry').waitFor(),
    ).resolves.toBeUndefined();
  });

  it('are read one role at a time where there is no room for all', async () => {
    const page = await earshot.enter('/settings/permissions', {
      role: 'on-call',
      viewport: { width: 390, height: 844 },
    });
    const row = page.getByRole('row').filter({ hasText: 'Read and export the audit log' });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['no']);
    await page.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'Admin' }).click();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['yes']);
  });
});

describe('a token', () => {
  it('is made with its scopes, shown once, and works as far as they go until it is revoked', async () => {
    const page = await earshot.enter('/settings/tokens');
    await page.getByText('No tokens yet').waitFor();
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('textbox', { name: 'What it is for' }).fill('Report');
    const read = page.getByRole('checkbox', { name: /^See mentions/ });
    expect(await read.isChecked()).toBe(true);
    expect(await page.getByRole('checkbox', { name: /^Invite and deactivate/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Make the token' }).click();
    const token = (await page.locator('.once-secret code').textContent()) ?? '';
    const headers = { Authorization: `Bearer ${token}` };
    const counts = await earshot.anyone.ask(MentionCounts, 'GET', '/mentions/counts', { headers });
    expect(counts.byStatus.new).toBe(0);
    const write = await earshot.anyone.send('POST', '/api/v1/macros', { headers, body: {} });
    expect(write.status).toBe(403);
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.reload();
    const row = page.getByRole('list', { name: 'API tokens' }).getByRole('listitem');
    await row.getByText('See', { exact: true }).waitFor();
    expect(await page.content()).not.toContain(token);
    await row.getByRole('button', { name: 'Revoke Report' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No tokens yet').waitFor();
    const after = await earshot.anyone.send('GET', '/api/v1/mentions/counts', { headers });
    expect(after.status).toBe(401);
  });

  it('is not for whoever may only read, and the page says so', async () => {
    const page = await earshot.enter('/settings/tokens', { role: 'read-only' });
    await page.getByText('Your role has no tokens').waitFor();
    expect(await page.getByRole('button', { name: 'New token' }).count()).toBe(0);
  });
});

describe('the audit log', () => {
  it('shows what was done and who came in, narrowed by an address, and goes out as a file', async () => {
    const admin = await earshot.as('admin');
    for (let at = 0; at < 60; at += 1)
      await admin.send('POST', '/api/v1/teams', { body: { name: `Team ${at}` } });
    const page = await earshot.enter('/settings/audit', { role: 'admin' });
    const lines = page.locator('.audit-line');
    await lines.filter({ hasText: 'Team 59' }).first().waitFor();
    expect(await lines.filter({ hasText: /Team 1\b/ }).count()).toBe(0);
    const before = await lines.count();
    await page.getByRole('button', { name: 'Older' }).click();
    await vi.waitFor(async () => expect(await lines.count()).toBeGreaterThan(before), soon);

    await page.getByRole('searchbox', { name: 'Words in the log' }).fill('Team 42');
    await vi.waitFor(async () => expect(await lines.count()).toBe(1), soon);
    expect(page.url()).toContain('text=Team+42');
    await page.reload();
    await lines.filter({ hasText: 'Team 42' }).waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV, for a spreadsheet' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('earshot-audit.csv');

    await page.goto(`${earshot.url}/settings/audit?kind=sign-in`);
    await expect(
      lines.filter({ hasText: 'Ann the admin' }).filter({ hasText: 'signed in' }).first().waitFor(),
    ).resolves.toBeUndefined();
  });

  it('is not for others, and says whom one can ask', async () => {
    await earshot.make.user({ name: 'Ulla Admin', role: 'admin' });
    const page = await earshot.enter('/settings/audit', { role: 'manager' });
    await page.getByText('The audit log is not for your role').waitFor();
    await expect(page.getByText(/You can ask .*Ulla Admin/).waitFor()).resolves.toBeUndefined();
  });
});
