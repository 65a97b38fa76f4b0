import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Role } from '../../src/domain/work.js';
import type { StoredUser } from '../../src/store/people.store.js';
import type { Earshot } from './earshot.js';

export const PASSWORD = 'violet teapots under rain';

/** Somebody who has a password; nobody is signed in as them. */
export async function withPassword(earshot: Earshot, role: Role): Promise<StoredUser> {
  const client = await earshot.as(role);
  const answer = await client.send('PUT', '/api/v1/me/password', { body: { new: PASSWORD } });
  expect(answer.status).toBe(204);
  return client.user;
}

/** Types e-mail address and password, as a person does. */
export async function signInBy(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

/** Presses Tab until this has the focus. */
export async function tabTo(page: Page, role: 'button' | 'textbox' | 'link', name: string) {
  const wanted = page.getByRole(role, { name, exact: true });
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the focus does not reach the ${role} "${name}"`);
}
