import { expect, describe, it } from 'vitest';
import { sourceCommand } from '../../src/cli/source.js';
import { contextOf, FewPlaces } from '../support/cli.js';
import { openDatabase } from '../support/database.js';
import { addMonitor } from '../support/makers.js';

const { database } = await openDatabase();
await addMonitor(database, { name: 'Apex' });
const FEED = 'https://forum.example/latest.rss';
const RSS = `<rss version="2.0"><channel><title>Forum</title><link>https://forum.example</link>
  <item><guid>1</guid><title>My Apex died</title><pubDate>${new Date().toUTCString()}</pubDate></item>
  <item><guid>2</guid><title>Nice weather</title></item></channel></rss>`;
const PAGE = 'https://forum.example/';
const HTML = `<html><head><link rel="alternate" type="application/rss+xml" href="/latest.rss"></head></html>`;
const open = contextOf(database, new FewPlaces({ [FEED]: RSS, [PAGE]: HTML }));
const HEARD = 'Forum: 2 posts, 1 of the last week, 1 that a monitor matches';

async function source(...argv: string[]): Promise<string> {
  const lines: string[] = [];
  const command = sourceCommand(open, (line) => lines.push(line));
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: () => undefined });
  await command.parseAsync(argv, { from: 'user' });
  return lines.join('\n');
}

describe('earshot source', () => {
  it('says how to begin', async () => {
    expect(await source('list')).toContain('source add');
  });

  it('tests an address, and shows what it would bring', async () => {
    expect(await source('test', FEED)).toBe(
      `${FEED}\n  Feed: ${FEED}. The address is a feed.\n  ${HEARD}`,
    );
    expect(JSON.parse(await source('test', FEED, '--json'))).toMatchObject({
      candidates: [{ ok: true, kind: 'feed', params: { url: FEED } }],
    });
  });

  it('finds the feed that a page names', async () => {
    expect(await source('test', PAGE)).toContain(
      `Feed: ${FEED}. The page names this feed.\n  ${HEARD}`,
    );
  });

  it('tests a kind with its parameters', async () => {
    const asked = ['test', '--kind', 'feed', '--param', `url=${FEED}`, '--allow-private', '--json'];
    expect(JSON.parse(await source(...asked))).toMatchObject({
      candidates: [{ ok: true, params: { url: FEED, allowPrivate: true } }],
    });
  });

  it('lists the kinds, and one with its parameters', async () => {
    expect(await source('kinds')).toMatch(/^feed +open +yes +Feed: RSS/m);
    expect(await source('kinds', 'feed')).toMatch(/^url +string +Address of the feed/m);
    expect(JSON.parse(await source('kinds', 'feed', '--json'))).toMatchObject({ intake: 'polled' });
  });

  it('adds it, and lists it with its health', async () => {
    expect(await source('add', FEED, '--name', 'Forum', '--owned-by', 'Apex')).toMatch(/^added/);
    const [head, row] = (await source('list')).split('\n');
    expect(head).toMatch(/^id +state +mentions +name +address$/);
    expect(row).toMatch(/^\d+ +never-tried +0 +Forum +https:\/\/forum\.example\/latest\.rss$/);
    const [listed] = JSON.parse(await source('list', '--json')) as { ownedBy: { name: string } }[];
    expect(listed?.ownedBy.name).toBe('Apex');
  });

  it('tests every source of a kind, and fails when one does', async () => {
    expect(await source('test', 'feed')).toContain('2 posts');
    await source('add', 'https://gone.example/feed');
    const lines: string[] = [];
    const command = sourceCommand(open, (line) => lines.push(line));
    const all = command.parseAsync(['test', 'feed'], { from: 'user' });
    await expect(all).rejects.toThrow('1 of 2');
    expect(lines.join('\n')).toContain('not-found: Nothing is there (404).');
  });

  it.each([
    [['add', FEED], 'already: "Forum"'],
    [['add', 'no-address'], 'url: must be a web address'],
    [['add', 'file:///etc/passwd'], 'url: must be a web address'],
    [['add'], 'url:'],
    [['add', FEED, '--param', 'depth=3'], 'has no parameter "depth"; it has: url, allowPrivate'],
    [['add', FEED, '--param', 'depth'], 'takes name=value'],
    [['kinds', 'telepathy'], 'no connector of kind "telepathy"'],
    [['add', 'https://a.example', '--kind', 'telepathy'], 'no connector of kind "telepathy"'],
    [['add', 'https://a.example', '--owned-by', 'Nobody'], 'no monitor "Nobody"'],
    [['test', 'https://b.example'], '1 of 1'],
    [['test', 'telepathy'], 'no source of such a kind'],
  ])('refuses %j in one line', async (argv, why) => {
    await expect(source(...argv)).rejects.toThrow(why);
  });

  it.each(sourceCommand(open).commands)('every command has help with an example', (command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toMatch(/Examples?:\n {2}\S/);
    expect(help).toContain('--json');
  });
});
