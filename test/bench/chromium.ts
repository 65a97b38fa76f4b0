import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import packed from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium of the system, else the one that an npm package carries. */
export async function launchChromium(): Promise<Browser> {
  const own = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  if (own !== undefined) return chromium.launch({ executablePath: own, args });
  return chromium.launch({ executablePath: await packed.executablePath(), args: packed.args });
}
