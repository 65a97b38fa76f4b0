import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { launch } from './project.js';

const folder = mkdtempSync(join(tmpdir(), 'earshot-ci-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, '.ci'));
cpSync(join(import.meta.dirname, '../../.ci/run'), join(folder, '.ci/run'));

/** Runs .ci/run with a stand-in for npm that says and ends as told. */
async function ciRun(npm: { check: number; test: number; count: string }) {
  const script = `#!/bin/sh
echo "$*" >> ${folder}/calls
[ "$1" = test ] || exit ${npm.check}
echo "${npm.count}"
echo "npm says more at the end" >&2
exit ${npm.test}
`;
  writeFileSync(join(folder, 'npm'), script);
  chmodSync(join(folder, 'npm'), 0o755);
  const path = `PATH=${folder}:${process.env['PATH'] ?? ''}`;
  const { code, out } = await launch('env', [path, join(folder, '.ci/run')], '/').ended;
  return { code, last: out.trimEnd().split('\n').at(-1) };
}

it.each([
  [{ check: 0, test: 0, count: '5 passed, 0 failed' }, 0, '5 passed, 0 failed'],
  [{ check: 0, test: 1, count: '4 passed, 1 failed' }, 1, '4 passed, 1 failed'],
  [
    { check: 1, test: 0, count: '5 passed, 0 failed, 1 skipped' },
    1,
    '5 passed, 0 failed, 1 skipped',
  ],
  [{ check: 0, test: 0, count: 'nothing to count' }, 1, '0 passed, 0 failed'],
])('the run for every change ends with the count: %j', async (npm, code, last) => {
  expect(await ciRun(npm)).toEqual({ code, last });
});
