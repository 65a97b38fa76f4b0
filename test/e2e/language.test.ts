import { describe, expect, it } from 'vitest';
import { startEarshot } from './earshot.js';
import { makeLooksWorld } from './looks.world.js';

const earshot = await startEarshot();
const world = await makeLooksWorld(earshot);

describe('the language', () => {
  it('is the one of the browser, in words, titles, times and reasons', async () => {
    const page = await earshot.enter(`/tasks/${world.task}`, { role: 'admin', locale: 'de-AT' });
    await page.getByText('Was der Kunde gesagt hat').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.title()).toBe('Aufgaben · Earshot');
    await page.getByText('hat sich darüber schon 3-mal beschwert').first().waitFor();
    await page.getByText(/eröffnet gerade eben|eröffnet vor/).waitFor();
    await page.goto(`${earshot.url}/sources/${world.source}`);
    await page.getByText('Protokoll der Abfragen').waitFor();
    await page
      .getByText(/^vor \d+ (Min\.|Std\.)$/)
      .first()
      .waitFor();
  });

  it('is English where the browser asks for one that is not spoken here', async () => {
    const page = await earshot.enter('/tasks', { locale: 'fr-FR' });
    await page.getByRole('button', { name: 'Resolved' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('is chosen by hand, and stays so', async () => {
    const page = await earshot.enter('/tasks', { locale: 'en-GB' });
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.getByRole('button', { name: 'Abgeschlossen' }).waitFor();
    await page.goto(`${earshot.url}/monitors`);
    await page.getByRole('heading', { name: 'Monitore' }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Monitors' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('is the one of the browser before one is signed in', async () => {
    const page = await earshot.visit('/inbox', { locale: 'de' });
    await page.locator('.gate').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.locator('.gate').innerText()).toMatch(/\b(Sie|Anmelden|anmelden)\b/);
  });
});
