import { expect, it } from 'vitest';
import { PeopleStore } from '../../src/store/people.store.js';
import { startEarshot } from './earshot.js';
import { PASSWORD, signInBy, tabTo } from './people.world.js';

const earshot = await startEarshot();

it('the link of the first start leads, by keys alone, through the set-up to the inbox', async () => {
  const token = await new PeopleStore(earshot.database).firstRunLink(1);
  const page = await earshot.visit(`/sign-in#token=${token}`);
  await page.waitForURL('**/set-up');
  await page.getByRole('heading', { name: 'Set up Earshot' }).waitFor();
  await tabTo(page, 'textbox', 'Your name');
  await page.keyboard.type('Ann Lee');
  await page.keyboard.press('Tab');
  await page.keyboard.type('ann@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.type('password');
  await page.getByText('(8 so far)').waitFor();
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).pathname).toBe('/set-up');
  await page.keyboard.type('password1234');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('among those that are used most').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(PASSWORD);
  await tabTo(page, 'textbox', 'Your team');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Care');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/set-up/next');
  for (const step of ['Add a monitor', 'Add a source', 'Invite people'])
    await page.getByRole('link', { name: new RegExp(`^${step}`) }).waitFor();
  await tabTo(page, 'link', 'Go to the inbox');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/inbox');
  await page.getByRole('button', { name: 'Ann Lee' }).waitFor();

  const later = await earshot.visit('/settings/teams');
  await signInBy(later, 'ann@example.org');
  await expect(
    later.getByRole('region', { name: 'Care' }).getByText('Ann Lee').waitFor(),
  ).resolves.toBeUndefined();
});

it('is not there for whoever comes later', async () => {
  const page = await earshot.enter('/set-up', { role: 'admin' });
  await expect(page.waitForURL('**/inbox')).resolves.toBeUndefined();
  const nobody = await earshot.visit('/set-up');
  await expect(
    nobody.getByText('the first start printed').first().waitFor(),
  ).resolves.toBeUndefined();
});
