import { once } from 'node:events';
import { utimesSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Project } from './project.js';

let ready: Project;
beforeAll(async () => {
  ready = new Project();
  await ready.run();
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** `npm start` that serves, and the number of the process that does. */
async function served() {
  const { child, said } = ready.npm('start');
  const pid = await vi.waitFor(() => {
    const line = /^\d+$/m.exec(said.out);
    expect(line).not.toBeNull();
    return Number(line);
  }, 10_000);
  return { npm: child, pid, said };
}

describe('npm start', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'passes %s on and ends after the drain',
    async (signal) => {
      const { npm, pid, said } = await served();
      npm.kill(signal);
      await once(npm, 'close');
      expect(said.out).toContain('drained');
      expect(isAlive(pid)).toBe(false);
    },
  );

  it('leaves nothing behind when npm is killed', async () => {
    const { npm, pid, said } = await served();
    npm.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5_000);
    expect(said.out).toContain('drained');
  });
});

describe('two at once', () => {
  it('install and build once between them', async () => {
    const project = new Project();
    const both = await Promise.all([project.run('one'), project.run('two')]);
    expect(both.map(({ code, out }) => [code, out])).toEqual([
      [0, '["one"]\n'],
      [0, '["two"]\n'],
    ]);
    expect(project.runs()).toEqual(['server', 'web']);
  });
});

describe('a set-up that is broken off', () => {
  /** A set-up that stays in the middle of the server's build until `hold` is removed. */
  async function held() {
    const project = new Project(ready);
    project.remove('dist');
    project.remove('runs.log');
    project.write('hold', '');
    const { child, ended } = project.start();
    await vi.waitFor(() => expect(project.runs()).toEqual(['server']), 5_000);
    return { project, child, ended };
  }

  it('by Ctrl-C ends at once, and the next goes through', async () => {
    const { project, child, ended } = await held();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, out: '' });
    expect(project.has('dist/.set-up-lock')).toBe(false);
    project.remove('hold');
    expect(await project.run()).toMatchObject({ code: 0, out: '[]\n' });
  });

  it('by kill -9 does not stop the next, which waits for the tool that still runs', async () => {
    const { project, child } = await held();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const next = project.start();
    await vi.waitFor(() => expect(next.said.err).toContain('Waiting for another Earshot'), 5_000);
    expect(project.runs()).toEqual(['server']);
    project.remove('hold');
    expect(await next.ended).toMatchObject({ code: 0, out: '[]\n' });
    expect(project.runs()).toEqual(['server', 'server', 'web']);
  });

  it('long ago, by one whose number another process has now, does not stop the next', async () => {
    const project = new Project(ready);
    project.remove('dist');
    project.write('dist/.set-up-lock', `${process.pid}`);
    const hourAgo = Date.now() / 1000 - 3_600;
    utimesSync(project.path('dist/.set-up-lock'), hourAgo, hourAgo);
    expect(await project.run()).toMatchObject({ code: 0, out: '[]\n' });
  });
});
