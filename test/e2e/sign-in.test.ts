import { describe, expect, it } from 'vitest';
import { startEarshot } from './earshot.js';

const earshot = await startEarshot();

describe('signing in', () => {
  it('is one click on a link, whose token stays in no address', async () => {
    const { user, path } = await earshot.link('manager');
    const page = await earshot.visit(path);
    await page.waitForURL('**/inbox');
    expect(page.url()).toBe(`${earshot.url}/inbox`);
    await page.getByRole('button', { name: user.name }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: user.name }).waitFor();
    const cookies = await page.context().cookies();
    expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual(
      cookies.map(() => ({ httpOnly: true, sameSite: 'Strict' })),
    );
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('works once, and then says how to get another link', async () => {
    const { path } = await earshot.link('manager');
    const first = await earshot.visit(path);
    await first.waitForURL('**/inbox');
    const second = await earshot.visit(path);
    await second.getByRole('heading', { name: 'This link no longer works' }).waitFor();
    await expect(
      second.getByText('npm run -s earshot -- user link EMAIL').waitFor(),
    ).resolves.toBeUndefined();
  });

  it('is asked of whoever comes without, on every page', async () => {
    for (const path of ['/', '/inbox/1', '/settings']) {
      const page = await earshot.visit(path);
      await expect(
        page.getByRole('heading', { name: 'Sign in' }).waitFor(),
      ).resolves.toBeUndefined();
    }
  });

  it('ends when one signs out', async () => {
    const page = await earshot.enter('/inbox');
    await page.getByRole('button', { name: /Ann the/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${earshot.url}/inbox`);
    await expect(page.getByRole('heading', { name: 'Sign in' }).waitFor()).resolves.toBeUndefined();
  });
});
