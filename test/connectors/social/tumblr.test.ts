import { describe, expect, it } from 'vitest';
import {
  tumblrConnector,
  type TumblrParams,
} from '../../../src/connectors/social/tumblr.connector.js';
import { failure, HttpBench } from '../http-bench.js';
import { reply, type Handler } from '../loopback-server.js';
import { asking, brought, known } from '../asking.js';
import { timeOf, tumblrPlace, tumblrPost } from './small-places.js';

const bench = new HttpBench();
const KEY = { EARSHOT_TUMBLR_KEY: 'key' };

function params(): TumblrParams {
  return tumblrConnector.params.parse({ tag: '#acme kettle' });
}

async function open(handler: Handler, credentials: Record<string, string> = KEY) {
  const server = await bench.serve(handler);
  return { server, request: asking(bench, server, params(), credentials) };
}

async function parsed(post: object) {
  const body = Buffer.from(JSON.stringify({ meta: { status: 200 }, response: [post] }));
  return (await tumblrConnector.parse({ body })).items[0];
}

describe('a tag', () => {
  it('is read on to older posts by their times, within the allowance', async () => {
    const { server, request } = await open(tumblrPlace([3, 2, 1]));
    expect(brought(await tumblrConnector.poll(request)).items).toHaveLength(3);
    const asked = server.requests.map(({ url = '' }) => new URL(url, 'http://any').searchParams);
    expect(asked.map((query) => query.get('before'))).toEqual([
      null,
      String(timeOf(2).getTime() / 1000),
      String(timeOf(1).getTime() / 1000),
    ]);
    expect(asked[0]?.get('tag')).toBe('acme kettle');
    expect(asked[0]?.get('api_key')).toBe('key');
    expect(request.budget.used.get('tumblr.hourly')).toBe(3);
    expect(request.budget.used.get('tumblr.daily')).toBe(3);
  });

  it('needs a key', async () => {
    const { server, request } = await open(tumblrPlace([1]), {});
    const error = await failure(tumblrConnector.poll(request));
    expect(error).toMatchObject({ code: 'no-access' });
    expect(error.message).toContain('EARSHOT_TUMBLR_KEY');
    expect(server.requests).toHaveLength(0);
  });
});

describe('a post', () => {
  it('of the newer format is whole, with its id as text', async () => {
    const post = tumblrPost(1, {
      id: 2 ** 53,
      id_string: '9007199254740993',
      content: [
        { type: 'text', text: 'It leaks' },
        { type: 'link', title: 'Recall', description: 'Acme calls back' },
        { type: 'image', alt_text: 'a puddle' },
      ],
    });
    expect(await parsed(post)).toEqual({
      externalId: '9007199254740993',
      url: 'https://www.tumblr.com/ada/701/kettle',
      title: null,
      text: 'It leaks\n\nRecall\n\nAcme calls back\n\na puddle',
      author: { name: 'Ada writes', handle: 'ada', url: 'https://ada.tumblr.com/' },
      publishedAt: timeOf(1).toISOString(),
      updatedAt: null,
      rating: null,
      tags: ['acme kettle'],
      parentId: null,
      language: null,
    });
  });

  it.each<[string, object, string]>([
    ['text', { title: 'My <b>kettle</b>', body: '<p>It &amp; I</p><p>part</p>' }, 'It & I\n\npart'],
    ['picture', { caption: '<p>Look</p>' }, 'Look'],
    ['quotation', { text: 'Never again', source: '<a href="x">Bob</a>' }, 'Never again\n\nBob'],
    ['question', { question: 'Which?', answer: '<p>None.</p>' }, 'Which?\n\nNone.'],
    ['bare picture', { caption: '', summary: 'kettle, broken' }, 'kettle, broken'],
  ])('of the older format has its words: %s', async (_type, more, text) => {
    const item = await parsed(tumblrPost(1, { content: undefined, ...more }));
    expect(item?.text).toBe(text);
    expect(item?.title).toBe('title' in more ? 'My kettle' : null);
  });
});

describe('looking posts up again', () => {
  it('asks the blog that is in the address', async () => {
    const { server, request } = await open((asked, response) => {
      const id = new URL(asked.url ?? '', 'http://any').searchParams.get('id');
      if (id === '701') response.end(JSON.stringify({ response: { posts: [tumblrPost(1)] } }));
      else if (id === '702')
        response.writeHead(404).end('{"meta":{"status":404,"msg":"Not Found"}}');
      else response.writeHead(404).end('<html>');
    });
    const posts = [
      known('701', 'https://www.tumblr.com/ada/701/kettle'),
      known('702', 'http://bob.tumblr.com/post/702/kettle'),
      known('703', 'https://blog.example/post/703'),
      known('704'),
    ];
    const found = await tumblrConnector.recheck?.look({ ...request, posts });
    expect(Object.fromEntries(found ?? [])).toEqual({
      701: expect.objectContaining({ text: 'Acme kettle, post 1' }) as object,
      702: 'missing',
    });
    expect(server.requests.map(({ url = '' }) => new URL(url, 'http://any').pathname)).toEqual([
      '/v2/blog/ada/posts',
      '/v2/blog/bob.tumblr.com/posts',
      '/v2/blog/blog.example/posts',
    ]);
  });

  it.each([403, 429, 500])('takes no %i for "gone"', async (status) => {
    const { request } = await open(reply(status));
    const posts = [known('701', 'https://www.tumblr.com/ada/701/kettle')];
    const asked = tumblrConnector.recheck?.look({ ...request, posts });
    expect(await failure(Promise.resolve(asked))).toMatchObject({ status });
  });
});

describe('addresses', () => {
  it('of tag pages are known', () => {
    const from = (url: string) => tumblrConnector.fromAddress?.(new URL(url)) ?? null;
    expect(from('https://www.tumblr.com/tagged/acme%20kettle')?.tag).toBe('acme kettle');
    expect(from('https://www.tumblr.com/ada')).toBeNull();
    expect(from('https://place.example/tagged/acme')).toBeNull();
  });
});
