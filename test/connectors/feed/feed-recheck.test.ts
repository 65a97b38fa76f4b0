import { describe, expect, it } from 'vitest';
import { feedConnector } from '../../../src/connectors/feed/feed.connector.js';
import { findFeeds } from '../../../src/connectors/feed/find-feeds.js';
import { failure, HttpBench } from '../http-bench.js';
import { redirect, reply, type Handler } from '../loopback-server.js';
import { outsideOf } from '../../support/outside.js';
import { fixture } from './feed-fixtures.js';

const bench = new HttpBench();
const { signal } = new AbortController();
const page = reply(200, { 'content-type': 'text/html' }, '<html><title>A post</title></html>');

async function look(routes: Record<string, Handler>, paths: readonly string[]) {
  const server = await bench.serve(routes);
  const posts = paths.map((path) => ({
    externalId: path,
    url: path === 'none' ? null : path.startsWith('http') ? path : server.url(path),
    parentId: null,
  }));
  const { recheck } = feedConnector;
  if (recheck === undefined) throw new Error('feeds cannot look posts up');
  const told = await recheck.look({
    params: { url: server.url('/feed'), allowPrivate: true },
    posts,
    ...outsideOf(bench.client()),
    signal,
  });
  return { told: Object.fromEntries(told), server };
}

describe('looking posts of a feed up by their pages', () => {
  it('tells the ones that are there from those that are not, and of the rest nothing', async () => {
    const routes = {
      '/there': page,
      '/huge': reply(200, {}, Buffer.alloc(6_000_000, ' ')),
      '/ended': reply(410),
      '/moved': redirect('/there', 301),
      '/closed': reply(403),
      '/sign-in': reply(401),
      '/down': reply(500),
    };
    const { told } = await look(routes, [...Object.keys(routes), '/deleted', 'none']);
    expect(told).toEqual({
      '/there': 'there',
      '/huge': 'there',
      '/moved': 'there',
      '/ended': 'missing',
      '/deleted': 'missing',
    });
  });

  it('stops when the place wants a pause', async () => {
    const routes = { '/a': page, '/b': reply(429, { 'retry-after': '60' }) };
    const { told, server } = await look(routes, ['/a', '/b', '/c']);
    expect(told).toEqual({ '/a': 'there' });
    expect(server.requests.map(({ url }) => url)).not.toContain('/c');
  });

  it('never asks with validators, which hide what was edited or deleted', async () => {
    const { server } = await look({ '/a': page }, ['/a']);
    for (const { headers } of server.requests) {
      expect(headers).not.toHaveProperty('if-none-match');
      expect(headers).not.toHaveProperty('if-modified-since');
    }
  });

  it('reaches no other host in our own network', async () => {
    const other = await bench.serve({ '/secret': page });
    const { told } = await look({}, [other.url('/secret')]);
    expect(told).toEqual({});
    expect(other.requests).toEqual([]);
  });
});

describe('a page that names no feed', () => {
  const bare = reply(200, { 'content-type': 'text/html' }, '<html><title>Bare</title></html>');
  const find = async (routes: Record<string, Handler>, path: string) => {
    const server = await bench.serve(routes);
    const asked = findFeeds(bench.client(), { url: server.url(path), allowPrivate: true }, signal);
    return { server, asked };
  };

  it('may have one at a customary address below it', async () => {
    const { server, asked } = await find(
      { '/blog': bare, '/blog/rss': reply(200, {}, fixture('rss.xml')) },
      '/blog',
    );
    expect((await asked).map(({ url }) => url)).toEqual([server.url('/blog/rss')]);
    expect(server.requests.map(({ url }) => url)).toEqual(['/blog', '/blog/feed/', '/blog/rss']);
  });

  it('is left alone after a few tries', async () => {
    const { server, asked } = await find({ '/': bare }, '/');
    expect((await failure(asked)).code).toBe('unreadable');
    expect(server.requests).toHaveLength(6);
  });

  it('is left alone when it wants a pause', async () => {
    const { server, asked } = await find({ '/': bare, '/feed/': reply(429) }, '/');
    expect((await failure(asked)).code).toBe('unreadable');
    expect(server.requests).toHaveLength(2);
  });

  it('that is no page is not searched', async () => {
    const { server, asked } = await find({ '/': reply(200, {}, 'junk') }, '/');
    expect((await failure(asked)).code).toBe('unreadable');
    expect(server.requests).toHaveLength(1);
  });
});
