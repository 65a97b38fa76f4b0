import { symlinkSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { launch, Project } from './project.js';

let ready: Project;
let first: Awaited<ReturnType<Project['run']>>;
beforeAll(async () => {
  ready = new Project();
  first = await ready.run('greet', '--to', 'a b');
});

describe('on a fresh clone', () => {
  it('installs and builds, one line each, and leaves standard output to the command', () => {
    expect(first).toMatchObject({ code: 0, out: '["greet","--to","a b"]\n' });
    expect(first.err.trim().split('\n')).toEqual([
      expect.stringMatching(/^Installing packages \(npm ci\) … \d+\.\d s$/),
      expect.stringMatching(/^Building the server … \d+\.\d s$/),
      expect.stringMatching(/^Building the web pages … \d+\.\d s$/),
    ]);
  });

  it('has nothing to do the second time, not even from elsewhere and through a link', async () => {
    const link = ready.path('node_modules/earshot-link');
    symlinkSync(ready.path('bootstrap.mjs'), link);
    const again = await launch(process.execPath, [link, 'again'], '/').ended;
    expect(again).toEqual({ code: 0, out: '["again"]\n', err: '' });
    expect(ready.runs()).toEqual(['server', 'web']);
  });
});

describe('builds what changed', () => {
  it.each([
    ['src/main.ts', ['server']],
    ['migrations/index.ts', ['server']],
    ['src/web/page.tsx', ['web']],
  ])('%s', async (path, builds) => {
    const project = new Project(ready);
    project.remove('runs.log');
    project.write(path, `${project.read(path)}// changed`);
    expect(await project.run()).toMatchObject({ code: 0, out: '[]\n' });
    expect(project.runs()).toEqual(builds);
  });

  it('again after a fault, which it shows', async () => {
    const project = new Project(ready);
    project.write('src/main.ts', project.read('src/main.ts').replace('JSON', '/* */ JSON'));
    project.write('fail', '');
    const faulty = await project.run();
    expect(faulty).toMatchObject({ code: 1, out: '' });
    expect(faulty.err).toContain('server found a fault');
    project.remove('fail');
    expect(await project.run()).toMatchObject({ code: 0, out: '[]\n' });
  });

  it('again when the output is gone', async () => {
    const project = new Project(ready);
    project.remove('dist');
    expect(await project.run()).toMatchObject({ code: 0 });
    expect(project.runs()).toEqual(['server', 'web', 'server', 'web']);
  });
});

describe('installs', () => {
  it('again when the lock file changed', async () => {
    const project = new Project(ready);
    project.write('package-lock.json', project.read('package-lock.json').replace('1.0.0', '1.0.1'));
    project.write('package.json', project.read('package.json').replace('1.0.0', '1.0.1'));
    project.remove('node_modules/.package-lock.json');
    expect((await project.run()).err).toContain('Installing packages');
    expect((await project.run()).err).toBe('');
  });

  it('again when an install was broken off', async () => {
    const project = new Project(ready);
    for (const path of ['.earshot-lock', '.package-lock.json', 'vite'])
      project.remove(`node_modules/${path}`);
    expect((await project.run()).err).toContain('Installing packages');
    expect(project.has('node_modules/vite/tool.js')).toBe(true);
  });

  it('not when somebody did it by hand', async () => {
    const project = new Project(ready);
    project.remove('node_modules');
    await project.npm('ci', '--offline', '--no-audit', '--no-fund').ended;
    expect(await project.run()).toMatchObject({ code: 0, err: '' });
  });

  it('nothing in a packaged program, which has no sources', async () => {
    const project = new Project(ready);
    for (const path of ['src', 'node_modules', 'package-lock.json']) project.remove(path);
    expect(await project.run('packed')).toEqual({ code: 0, out: '["packed"]\n', err: '' });
  });
});

it('names the Node that it needs', async () => {
  const older = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.18.3'}})`;
  const args = ['--import', older, ready.path('bootstrap.mjs'), 'greet'];
  const outcome = await launch(process.execPath, args, '/').ended;
  expect(outcome).toMatchObject({ code: 1, out: '' });
  expect(outcome.err).toContain('Earshot needs Node 20.19 or later; this is 20.18.3');
});
