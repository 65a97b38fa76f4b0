import { expect, it } from 'vitest';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import { DeeperStore } from '../../src/store/deeper.store.js';
import { startApi } from '../support/api.js';
import { buildWeb, openBrowser } from './browser.js';

const deeper = { url: 'http://models.example:11434', model: 'tiny' };
const api = await startApi({ webFolder: buildWeb(), deeper });
const browser = await openBrowser();

it('shows what the deeper model was asked and what it counts for, on a narrow screen too', async () => {
  const ends = { decided: 8, open: 1, refused: 4, failed: 3, skipped: 5 };
  const failure = 'The model server answers 503.';
  await new DeeperStore(api.database).record('tiny', 'reading', { ends, tookMs: [400], failure });
  const user = await api.make.user({ role: 'read-only' });
  for (const width of [1440, 390]) {
    const page = await browser.page({ viewport: { width, height: 900 } });
    const token = await new SignInStore(api.database).makeLink(user.id, 1);
    await page.goto(`${api.url}/sign-in#token=${token}`);
    await page.waitForURL('**/inbox');
    await page.goto(`${api.url}/settings/deeper`);
    const column = async (name: string): Promise<string | null> =>
      page.getByRole('row', { name }).getByRole('cell').first().textContent();
    expect(await column('Asked')).toBe('12');
    expect(await column('Decided')).toBe('8');
    expect(await column('Half within')).toBe('444 ms, 444 ms');
    await page.getByText('counts as 60 % sure until 30 more were judged').first().waitFor();
    await page.getByText(failure).waitFor();
    const fits = await page.evaluate('document.documentElement.scrollWidth <= innerWidth');
    expect(fits).toBe(true);
  }
});
