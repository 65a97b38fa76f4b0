import { beforeAll, describe, expect, it } from 'vitest';
import { Project } from './project.js';

let project: Project;
beforeAll(async () => {
  project = new Project();
  await project.run();
});

/** The summary lines, without their times. */
const summary = (out: string) =>
  [...out.matchAll(/^(ok|FAILED) +(.*) \(\d+\.\d s\)$/gm)].map(([, verdict, name]) => [
    verdict,
    name,
  ]);

const ALL = [
  'format',
  'lint',
  'types of src',
  'types of web',
  'types of test',
  'architecture',
  'dead code',
  'migrations match entities',
];

describe('npm run check', () => {
  it('runs everything and says so in a line each', async () => {
    const { code, out } = await project.run('check');
    expect(summary(out)).toEqual(ALL.map((name) => ['ok', name]));
    expect(code).toBe(0);
    expect(project.read('checks.log')).toMatch(/^--check \.\n--type-aware --deny-warnings\n-p /);
  });

  it('goes on after a fault, shows it, and fails', async () => {
    project.write('fault', 'src/web/tsconfig.json');
    const { code, out } = await project.run('check');
    expect(summary(out)).toEqual(
      ALL.map((name) => [name === 'types of web' ? 'FAILED' : 'ok', name]),
    );
    expect(out).toContain('there is a fault');
    expect(code).toBe(1);
  });
});
