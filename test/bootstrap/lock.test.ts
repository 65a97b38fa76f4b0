import { join } from 'node:path';
import { expect, it } from 'vitest';
import { launch } from './project.js';

it('has a lock file with the builds for every platform, without which npm ci refuses it', async () => {
  const script = join(import.meta.dirname, 'complete-lock.mjs');
  const { code, out } = await launch(process.execPath, [script, '--check'], '/').ended;
  expect(out, 'run: node test/bootstrap/complete-lock.mjs').toBe('');
  expect(code).toBe(0);
});
