import { join } from 'node:path';
import { expect, it } from 'vitest';
import { launch } from './project.js';

const steps = join(import.meta.dirname, 'dockerfile-steps.mjs');

it('builds the image step by step, in which Earshot becomes healthy and stops on its signal', async () => {
  const { code, out } = await launch(process.execPath, [steps], '/').ended;
  // Says plainly which step could not run where there is neither network nor a filled cache.
  if (code !== 0 || out.includes('NOT RUN')) process.stderr.write(out);
  expect(out).toContain('The image builds, becomes healthy and stops.');
  expect(code).toBe(0);
}, 600_000);
