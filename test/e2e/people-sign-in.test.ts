import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import { startEarshot } from './earshot.js';
import { PASSWORD, signInBy, tabTo, withPassword } from './people.world.js';

const earshot = await startEarshot();
const soon = { timeout: 10_000 };

describe('signing in by password', () => {
  it('is done by keys, at the address that was asked for', async () => {
    const user = await withPassword(earshot, 'manager');
    const page = await earshot.visit('/settings/teams');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByLabel('E-mail address').getAttribute('autocomplete')).toBe('username');
    const password = page.getByLabel('Password', { exact: true });
    expect(await password.getAttribute('autocomplete')).toBe('current-password');
    await tabTo(page, 'textbox', 'E-mail address');
    await page.keyboard.type(user.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Teams', exact: true }).waitFor();
    expect(page.url()).toBe(`${earshot.url}/settings/teams`);
  });

  it('shows the password when asked, and says when Caps Lock is on', async () => {
    const page = await earshot.visit('/sign-in');
    const password = page.getByLabel('Password', { exact: true });
    await password.fill('seen');
    expect(await password.getAttribute('type')).toBe('password');
    await page.getByRole('button', { name: 'Show the password' }).click();
    expect(await password.getAttribute('type')).toBe('text');
    const key = { key: 'A', modifierCapsLock: true, bubbles: true };
    await password.dispatchEvent('keydown', key);
    await expect(page.getByText('Caps Lock is on.').waitFor()).resolves.toBeUndefined();
  });

  it('says what is wrong, then how long to wait, and when one may try again', async () => {
    const user = await withPassword(earshot, 'manager');
    const page = await earshot.visit('/sign-in');
    await signInBy(page, user.email, 'not the password');
    await page.getByText('do not go together').waitFor();
    const button = page.getByRole('button', { name: 'Sign in' });
    await vi.waitFor(async () => {
      await button.click();
      await expect(page.getByRole('alert').textContent()).resolves.toContain('Too many tries');
    }, soon);
    await page.getByText('You can try again now.').waitFor();
    await signInBy(page, user.email);
    await expect(page.waitForURL('**/inbox')).resolves.toBeUndefined();
  });

  it('tells what went wrong with single sign-on, in words of our own only', async () => {
    const page = await earshot.visit('/sign-in?problem=oidc-unknown-person');
    await page.getByText('Ask an admin to invite you').waitFor();
    await page.goto(`${earshot.url}/sign-in?problem=Call+555-1234&to=//evil.example`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.content()).not.toContain('555-1234');
    const user = await withPassword(earshot, 'manager');
    await signInBy(page, user.email);
    await expect(page.waitForURL(`${earshot.url}/inbox`)).resolves.toBeUndefined();
  });
});

/** Turns two-step sign-in on, as the page leads one. */
async function turnOn(page: Page): Promise<{ totp: TOTP; codes: string[] }> {
  await page.getByRole('heading', { name: 'Two-step sign-in' }).waitFor();
  await page.getByRole('button', { name: 'Turn it on' }).click();
  await page.getByRole('img', { name: 'QR code' }).waitFor();
  const secret = (await page.locator('.two-step-secret code').textContent()) ?? '';
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
  await page.getByLabel('Enter the code that the app shows now').fill(totp.generate());
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Now keep these recovery codes/ }).waitFor();
  const codes = await page.locator('.recovery-codes code').allTextContents();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  return { totp, codes };
}

async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

describe('two-step sign-in', { timeout: 60_000 }, () => {
  it('is turned on by a code, asked for after the password, and helped by a recovery code', async () => {
    const user = await withPassword(earshot, 'manager');
    const page = await earshot.visit('/settings/account');
    await signInBy(page, user.email);
    const { totp, codes } = await turnOn(page);
    expect(codes.length).toBeGreaterThanOrEqual(8);
    await page.getByText(`${codes.length} recovery codes are left.`).waitFor();

    await signOut(page, user.name);
    await signInBy(page, user.email);
    const code = page.getByLabel('Code', { exact: true });
    expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
    await code.fill('000000');
    await page.keyboard.press('Enter');
    await page.getByText('That code is wrong or was used already.').waitFor();
    // The code of the present half minute was used to turn it on; the next one is let in early.
    await code.fill(totp.generate({ timestamp: Date.now() + 30_000 }));
    await page.keyboard.press('Enter');
    await page.getByText(`${codes.length} recovery codes are left.`).waitFor();

    await signOut(page, user.name);
    await signInBy(page, user.email);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[0] ?? '');
    await page.keyboard.press('Enter');
    await page.getByText(`${codes.length - 1} recovery codes are left.`).waitFor();

    await page.getByRole('button', { name: 'Turn it off' }).click();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('button', { name: 'Turn it on' }).waitFor(),
    ).resolves.toBeUndefined();
  });

  it('is asked for after a sign-in link too', async () => {
    const user = await withPassword(earshot, 'manager');
    const page = await earshot.visit('/settings/account');
    await signInBy(page, user.email);
    const { codes } = await turnOn(page);
    await signOut(page, user.name);
    const token = await new SignInStore(earshot.database).makeLink(user.id, 1);
    const theirs = await earshot.visit(`/sign-in#token=${token}`);
    await theirs.getByRole('button', { name: 'Use a recovery code' }).click();
    await theirs.getByLabel('Recovery code').fill(codes[1] ?? '');
    await theirs.keyboard.press('Enter');
    await expect(theirs.waitForURL('**/inbox')).resolves.toBeUndefined();
  });

  it('is turned on only by whoever signed in just now: a computer may stand unlocked', async () => {
    const user = await withPassword(earshot, 'manager');
    const page = await earshot.visit('/settings/account');
    await signInBy(page, user.email);
    const on = page.getByRole('button', { name: 'Turn it on' });
    await on.waitFor();
    await earshot.database.query(
      `UPDATE session SET created_at = now() - interval '1 hour' WHERE user_id = $1`,
      [user.id],
    );
    await on.click();
    const dialog = page.getByRole('dialog', { name: 'Is it still you?' });
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await on.click();
    await expect(page.getByRole('img', { name: 'QR code' }).waitFor()).resolves.toBeUndefined();
  });
});

describe('a session that ends while one works', () => {
  it('is asked for over the page, and what was written stays', async () => {
    const user = await withPassword(earshot, 'manager');
    const page = await earshot.visit('/settings/account');
    await signInBy(page, user.email);
    const name = page.getByLabel('Name', { exact: true });
    await name.fill('Ann of many words');
    await earshot.database.query('DELETE FROM session WHERE user_id = $1', [user.id]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    expect(await dialog.getByLabel('E-mail address').inputValue()).toBe(user.email);
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await name.inputValue()).toBe('Ann of many words');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Name saved').waitFor()).resolves.toBeUndefined();
  });

  it('ends where one ends it: from the list of sessions of another browser', async () => {
    const user = await withPassword(earshot, 'manager');
    const phone = await earshot.visit('/inbox');
    await signInBy(phone, user.email);
    await phone.getByRole('button', { name: user.name }).waitFor();
    const page = await earshot.visit('/settings/account');
    await signInBy(page, user.email);
    await page.getByText('this one').waitFor();
    const ends = page.getByRole('button', { name: /^End the session/ });
    const others = await ends.count();
    await ends.first().click();
    await page.getByText('Session ended').waitFor();
    await vi.waitFor(async () => expect(await ends.count()).toBe(others - 1), soon);
    await phone.reload();
    await expect(
      phone.getByRole('heading', { name: 'Sign in' }).waitFor(),
    ).resolves.toBeUndefined();
  });
});
