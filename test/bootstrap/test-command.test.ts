import { beforeAll, describe, expect, it } from 'vitest';
import { Project } from './project.js';

let project: Project;
beforeAll(async () => {
  project = new Project();
  await project.run();
});

const tests = (status: string) => [{ status, title: 'a test' }];

/** Lets the stand-in for vitest end so, and runs `test`. */
async function testRun(code: number, report: object | null) {
  project.write('outcome.json', JSON.stringify({ code, report }));
  const outcome = await project.run('test', 'test/store', '-t', 'one');
  return { ...outcome, last: outcome.out.trimEnd().split('\n').at(-1) };
}

describe('npm test', () => {
  it('hands its arguments on and counts on the last line', async () => {
    const report = { numPassedTests: 12, numFailedTests: 0, numPendingTests: 0, testResults: [] };
    const { code, last, out } = await testRun(0, report);
    expect({ code, last }).toEqual({ code: 0, last: '12 passed, 0 failed' });
    expect(out).toContain('test/store -t one');
  });

  it('fails with any failed test, and names skipped ones', async () => {
    const report = { numPassedTests: 3, numFailedTests: 2, numPendingTests: 4, testResults: [] };
    const outcome = await testRun(1, report);
    expect(outcome).toMatchObject({ code: 1, last: '3 passed, 2 failed, 4 skipped' });
  });

  it('counts a file that could not be loaded as a failure', async () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: tests('passed') },
    ];
    const report = { numPassedTests: 1, numFailedTests: 0, numPendingTests: 0, testResults };
    expect(await testRun(1, report)).toMatchObject({ code: 1, last: '1 passed, 1 failed' });
  });

  it('fails when an error outside of any test made the run fail', async () => {
    const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, testResults: [] };
    expect(await testRun(1, report)).toMatchObject({ code: 1, last: '5 passed, 0 failed' });
  });

  it('fails when no test ran, or none could', async () => {
    const report = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: [] };
    expect(await testRun(0, report)).toMatchObject({ code: 1, last: '0 passed, 0 failed' });
    expect(await testRun(1, null)).toMatchObject({ code: 1, last: '0 passed, 0 failed' });
  });
});
