import { Logger } from '@nestjs/common';
import { afterAll, expect, it } from 'vitest';
import { WordPressServer } from './wordpress-server.js';
import { WordPressWorld } from './wordpress.world.js';

// It warns of mentions that wait while the test looks on.
Logger.overrideLogger(false);
const site = await WordPressServer.start();
afterAll(() => (typeof site === 'string' ? undefined : site.stop()));

const minutesAgo = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19);

const post = (on: WordPressServer, name: string, minutes: number): Promise<{ id: number }> =>
  on.write('POST', '/posts', {
    title: name,
    content: `<p>The Apex ${name} 😡 &amp; its lid.</p>`,
    status: 'publish',
    date_gmt: minutesAgo(minutes),
  });

const comment = (
  { id }: { id: number },
  on: WordPressServer,
  author: string,
  text: string,
): Promise<{ id: number }> =>
  on.write('POST', '/comments', {
    post: id,
    author_name: author,
    author_email: `${author}@example.org`,
    content: text,
    date_gmt: minutesAgo(30),
  });

const world = typeof site === 'string' ? null : await WordPressWorld.open();
if (typeof site === 'string')
  process.stderr.write(`\nNOT RUN: the test with a real WordPress, because ${site}\n\n`);

/** The sources of their mentions. */
function openTasks(world: WordPressWorld): Promise<string[]> {
  return world.lines(
    `SELECT source.name AS line FROM task JOIN mention ON mention.task_id = task.id
       JOIN source ON source.id = source_id WHERE task.status = 'open'`,
  );
}

it(
  'ends with every edit and deletion of a real WordPress',
  { timeout: 150_000 },
  async ({ skip }) => {
    if (typeof site === 'string') return skip(site);
    if (world === null) throw new Error('nobody listens');
    const kettle = await post(site, 'kettle', 50);
    const doomed = await post(site, 'toaster', 40);
    const edited = await comment(kettle, site, 'ann', 'angry apex #leak');
    const removed = await comment(kettle, site, 'bob', 'angry apex #noise');
    const binned = await comment(kettle, site, 'cy', 'angry apex #lid');
    const kept = await comment(kettle, site, 'dee', 'fine apex');
    await comment(doomed, site, 'eve', 'nothing of ours');
    await world.listenTo(site.url);
    await world.pollAll();
    const [intact, toaster] = ['The Apex kettle 😡 & its lid.', 'The Apex toaster 😡 & its lid.'];
    expect(await world.texts('rest')).toEqual({
      [`post-${kettle.id}`]: intact,
      [`post-${doomed.id}`]: toaster,
      [edited.id]: 'angry apex #leak',
      [removed.id]: 'angry apex #noise',
      [binned.id]: 'angry apex #lid',
      [kept.id]: 'fine apex',
    });
    expect(Object.values(await world.texts('posts')).sort()).toEqual([intact, toaster]);
    expect(Object.values(await world.texts('comments'))).toHaveLength(4);
    expect(await openTasks(world)).toHaveLength(6);

    await site.write('POST', `/comments/${edited.id}`, { content: 'thanks, solved' });
    await site.write('POST', `/posts/${kettle.id}`, { content: '<p>The Apex kettle, fixed.</p>' });
    await site.write('DELETE', `/comments/${removed.id}?force=true`);
    await site.write('DELETE', `/comments/${binned.id}`);
    await site.write('DELETE', `/posts/${doomed.id}?force=true`);

    await world.lookAgain();
    expect(await world.gone()).toEqual([]);
    await world.lookAgain();
    // Of comments a feed does not tell: the page they stand on is there.
    const tombstones = [
      `posts ${site.url}/toaster/`,
      `rest ${removed.id} erased`,
      `rest ${binned.id} erased`,
      `rest post-${doomed.id} erased`,
    ];
    expect(await world.gone()).toEqual(tombstones.sort());
    await world.pollAll();
    expect(await world.gone()).toEqual(tombstones);
    expect(await world.texts('rest')).toEqual({
      [`post-${kettle.id}`]: 'The Apex kettle, fixed.',
      [`post-${doomed.id}`]: '',
      [edited.id]: 'thanks, solved',
      [removed.id]: '',
      [binned.id]: '',
      [kept.id]: 'fine apex',
    });
    expect(await world.revisions()).toEqual([
      'comments angry apex #leak',
      `posts ${intact}`,
      'rest The Apex kettle 😡 & its lid.',
      'rest angry apex #leak',
    ]);
    expect(await openTasks(world)).toEqual(['comments', 'comments']);
    const names = await world.lines(
      `SELECT coalesce(name, handle) AS line FROM author WHERE place LIKE 'wordpress:%'`,
    );
    expect(names).toEqual(expect.arrayContaining(['ann', 'dee']));
    expect(names).not.toEqual(expect.arrayContaining(['bob']));
    expect(names).not.toEqual(expect.arrayContaining(['cy']));
  },
);
