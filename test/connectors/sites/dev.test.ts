import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { devConnector } from '../../../src/connectors/sites/dev.connector.js';
import { HttpBench } from '../http-bench.js';
import { asking, brought, known } from '../asking.js';

const bench = new HttpBench();
const made = (name: string): Buffer => readFileSync(`test/fixtures/sites/${name}`);
const params = devConnector.params.parse({ tag: 'kettle' });

interface Listed {
  readonly id: number;
  comments_count: number;
}

describe('an answer', () => {
  it('deeper than any thread is unreadable', async () => {
    const comment =
      '{"id_code":"a","created_at":"2026-10-01","body_html":"","user":{},"children":[';
    const body = Buffer.from(`[${comment.repeat(20_000)}${']}'.repeat(20_000)}]`);
    await expect(devConnector.parse({ body })).rejects.toThrow(/deeper than any thread/);
  });

  it('leads to its own site, whatever its authors are called', async () => {
    const user = { username: '//b.example/' };
    const comment = { id_code: 'a', created_at: '2026-10-01', body_html: 'x', user, children: [] };
    const { items } = await devConnector.parse({ body: Buffer.from(JSON.stringify([comment])) });
    expect(items[0]?.url).toBe('https://dev.to/%2F%2Fb.example%2F/comment/a');
    expect(items[0]?.author?.url).toBe('https://dev.to/%2F%2Fb.example%2F');
  });

  it('is read without a proper address, too', async () => {
    const { items } = await devConnector.parse({ body: made('dev-articles.json'), url: 'dev' });
    expect(items[0]?.author?.url).toBe('https://dev.to/jo');
  });

  it('with articles is read into articles', async () => {
    const { items } = await devConnector.parse({ body: made('dev-articles.json') });
    expect(items[0]).toEqual({
      externalId: '101',
      url: 'https://dev.to/jo/my-kettle',
      title: 'My Acme kettle & me',
      text: 'It never stops boiling...',
      author: { name: 'Jo Doe', handle: 'jo', url: 'https://dev.to/jo' },
      publishedAt: '2026-10-01T08:00:00.000Z',
      updatedAt: '2026-10-02T08:00:00.000Z',
      rating: null,
      tags: ['kettle', 'iot'],
      parentId: null,
      language: null,
    });
  });

  it('with a tree of comments is read into comments, and tells which were deleted', async () => {
    const url = 'https://dev.to/api/comments?a_id=101';
    const { items, gone } = await devConnector.parse({ body: made('dev-comments.json'), url });
    expect(items).toMatchObject([
      {
        externalId: 'comment-3c1',
        parentId: '101',
        text: 'Same here.',
        url: 'https://dev.to/sam/comment/3c1',
      },
      { externalId: 'comment-3c3', parentId: 'comment-3c2', text: 'Why?' },
    ]);
    expect(gone).toEqual(['comment-3c2']);
  });
});

describe('a poll', () => {
  async function forem() {
    const listed = JSON.parse(made('dev-articles.json').toString()) as Listed[];
    const server = await bench.serve((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://any');
      const id = /\/articles\/(\d+)$/.exec(pathname)?.[1];
      const article = listed.find((each) => String(each.id) === id);
      const whole = { ...article, body_markdown: `# All of ${id}`, tag_list: 'kettle, iot' };
      if (pathname === '/api/comments') response.end(made('dev-comments.json'));
      else response.end(JSON.stringify(id === undefined ? listed : whole));
    });
    return { server, listed };
  }

  it('reads new articles whole, and comments only where there are more than before', async () => {
    const { server, listed } = await forem();
    const request = asking(bench, server, params);
    const first = brought(await devConnector.poll(request));
    expect(first.items).toMatchObject([
      { externalId: '101', text: '# All of 101', tags: ['kettle', 'iot'] },
      { externalId: '102', text: '# All of 102' },
      { externalId: 'comment-3c1', parentId: '101' },
      { externalId: 'comment-3c3' },
    ]);
    expect(first.gone).toEqual(['comment-3c2']);
    const again = brought(await devConnector.poll({ ...request, cursor: first.cursor }));
    expect(again.items.map(({ externalId }) => externalId)).toEqual(['101', '102']);
    for (const article of listed) article.comments_count++;
    const third = brought(await devConnector.poll({ ...request, cursor: again.cursor }));
    expect(third.items).toHaveLength(4);
  });

  it('keeps what it read when the place asks for a pause', async () => {
    const server = await bench.serve((request, response) => {
      if (request.url?.endsWith('/102') === true) {
        response.writeHead(429, { 'retry-after': '30' }).end();
      } else if (request.url?.endsWith('/101') === true) {
        response.end(JSON.stringify(JSON.parse(made('dev-articles.json').toString())));
      } else response.end(made('dev-articles.json'));
    });
    const result = brought(await devConnector.poll(asking(bench, server, params)));
    expect(result).toMatchObject({
      complete: false,
      cursor: { articles: [['101', expect.anything(), 0]] },
    });
    expect(result.freshForSeconds).toBeGreaterThan(20);
  });
});

it('looks articles and comments up by their ids', async () => {
  const [article] = JSON.parse(made('dev-articles.json').toString()) as object[];
  const deleted = {
    id_code: '3c2',
    created_at: '',
    body_html: '<p>[deleted]</p>',
    user: {},
    children: [],
  };
  const server = await bench.serve({
    '/api/articles/101': (_request, response) => void response.end(JSON.stringify(article)),
    '/api/comments/3c2': (_request, response) => void response.end(JSON.stringify(deleted)),
  });
  const told = await devConnector.recheck?.look({
    ...asking(bench, server, params),
    posts: [known('101'), known('102'), known('comment-3c2')],
  });
  expect([...(told ?? [])]).toMatchObject([
    ['101', { title: 'My Acme kettle & me' }],
    ['102', 'missing'],
    ['comment-3c2', 'missing'],
  ]);
});
