import type { ConformanceCase } from '../conformance-case.js';
import { fixture } from '../feed/feed-fixtures.js';
import { made } from './forums-fixtures.js';
import { PHPBB } from './phpbb.case.js';
import { cut, json, pageOf, secondOf, timeOf, upTo } from './places.js';
import { signedIn } from './reddit-sign-in.js';

const FOREIGN = [
  '{"error":"x"}',
  '{"items":[{}],"data":1}',
  '[{"a":1}]',
  'null',
  fixture('rss.xml'),
];
const JSON_TYPE = 'application/json; charset=utf-8';

const HACKER_NEWS: ConformanceCase = {
  params: () => ({ query: 'acme kettle' }),
  badParams: [{ what: 'jobs' }, { query: 'x'.repeat(201) }, { url: 'https://x.example' }, null],
  answer: { contentType: JSON_TYPE, body: made('hacker-news-search.json') },
  foreign: FOREIGN,
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) =>
      json((asked) => {
        const limit = /^created_at_i<=(\d+)$/.exec(asked.get('numericFilters') ?? '')?.[1];
        const { shown, more } = upTo(posts, (post) => secondOf(post) <= Number(limit ?? Infinity));
        const hits = shown.map((post) => ({
          objectID: String(post),
          created_at_i: secondOf(post),
          title: `acme kettle ${post}`,
        }));
        return { hits, page: 0, nbPages: more ? 2 : 1 };
      }),
    idOf: String,
  },
};

const REDDIT: ConformanceCase = {
  params: () => ({ subreddits: ['kettles'] }),
  credentials: await signedIn('conformance'),
  badParams: [
    {},
    { subreddits: ['r/kettles'] },
    { query: 'acme', what: 'comments' },
    { subreddits: [], query: '  ' },
    null,
  ],
  answer: { contentType: JSON_TYPE, body: made('reddit-listing.json') },
  foreign: [
    ...FOREIGN.slice(0, 4),
    '[]',
    '{"kind":"Listing","data":{"children":[{"kind":"t3","data":{}}]}}',
  ],
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) =>
      json((asked) => {
        const after = asked.get('after');
        const start = after === null ? 0 : posts.findIndex((post) => after === `t3_${post}`) + 1;
        const { shown, more } = cut(posts, start);
        const children = shown.map((post) => ({
          kind: 't3',
          data: { name: `t3_${post}`, title: `Post ${post}`, created_utc: secondOf(post) },
        }));
        return { kind: 'Listing', data: { children, after: more ? `t3_${shown.at(-1)}` : null } };
      }),
    idOf: (post) => `t3_${post}`,
  },
};

const DISCOURSE: ConformanceCase = {
  params: (url) => ({ instance: new URL('/', url).href, allowPrivate: true }),
  badParams: [{}, { instance: 'forum' }, { instance: 'ftp://forum.example' }, { url: 'x' }, null],
  answer: { contentType: JSON_TYPE, body: made('discourse-posts.json') },
  foreign: FOREIGN,
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) =>
      json((asked) => {
        const { shown } = upTo(posts, (post) => post <= Number(asked.get('before') ?? Infinity));
        return {
          latest_posts: shown.map((post) => ({
            id: post,
            username: 'amy',
            created_at: timeOf(post),
            cooked: `<p>Post ${post}</p>`,
            post_number: post,
            topic_id: 1,
            topic_slug: 'kettles',
            topic_title: 'Kettles',
          })),
        };
      }),
    idOf: String,
  },
};

const STACK_EXCHANGE: ConformanceCase = {
  params: () => ({ site: 'diy', query: 'acme kettle' }),
  badParams: [{}, { query: '' }, { site: 'Stack Overflow', query: 'x' }, { tag: 1 }, null],
  answer: { contentType: JSON_TYPE, body: made('stack-exchange-questions.json') },
  foreign: FOREIGN,
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) =>
      json((asked) => {
        const limit = Number(asked.get('todate') ?? Infinity);
        const { shown, more } = upTo(posts, (post) => secondOf(post) <= limit);
        const items = shown.map((post) => ({
          question_id: post,
          title: `Post ${post}`,
          creation_date: secondOf(post),
        }));
        return { items, has_more: more };
      }),
    idOf: String,
  },
};

const LEMMY: ConformanceCase = {
  params: (url) => ({ instance: new URL('/', url).href, allowPrivate: true }),
  badParams: [{}, { instance: 'lemmy' }, { instance: 'https://x.example', community: 'a b' }, null],
  answer: { contentType: JSON_TYPE, body: made('lemmy-search.json') },
  foreign: FOREIGN,
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) =>
      json((asked) => {
        const from = Number((asked.get('page_cursor') ?? 'P0').slice(1));
        const { shown, more } = cut(posts, from);
        return {
          posts: shown.map((post) => ({
            post: {
              id: post,
              name: `Post ${post}`,
              ap_id: `https://lemmy.example/post/${post}`,
              published: timeOf(post),
            },
            creator: { name: 'amy' },
          })),
          // The first page of a server without tokens would be followed by number.
          next_page: more ? `P${from + shown.length}` : null,
        };
      }),
    idOf: (post) => `https://lemmy.example/post/${post}`,
  },
};

const GITHUB: ConformanceCase = {
  params: () => ({ query: 'acme kettle' }),
  credentials: { EARSHOT_GITHUB_TOKEN: 'token' },
  badParams: [{}, { repository: 'acme' }, { query: 'x', what: 'comments' }, { query: '' }, null],
  answer: { contentType: JSON_TYPE, body: made('github-search.json') },
  foreign: [...FOREIGN, '{"message":"Not Found","documentation_url":"x"}'],
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) => (request, response) => {
      const limit = /created%3A%3C%3D([^&+]+)/.exec(request.url ?? '')?.[1];
      const until = limit === undefined ? '9' : decodeURIComponent(limit);
      const { shown, more } = upTo(posts, (post) => timeOf(post) <= until);
      if (more) response.setHeader('link', '<https://api.github.com/search?page=2>; rel="next"');
      const items = shown.map((post) => ({
        id: post,
        number: post,
        title: `Post ${post}`,
        html_url: `https://github.com/acme/app/issues/${post}`,
        created_at: timeOf(post),
      }));
      response.end(JSON.stringify({ total_count: posts.length, items }));
    },
    idOf: String,
  },
};

const LOBSTERS: ConformanceCase = {
  params: () => ({}),
  badParams: [{ tags: 'a' }, { tags: ['a b'] }, { url: 'https://lobste.rs' }, null],
  answer: { contentType: JSON_TYPE, body: made('lobsters-story.json') },
  foreign: FOREIGN,
  polled: {
    conditional: false,
    form: 'pages',
    place: (posts) =>
      json((_asked, path) => {
        const page = Number(/^\/newest\/page\/(\d+)\.json$/.exec(path)?.[1] ?? '1');
        return pageOf(posts, page).shown.map((post) => ({
          short_id: `s${post}`,
          short_id_url: `https://lobste.rs/s/s${post}`,
          created_at: timeOf(post),
          title: `Post ${post}`,
          submitter_user: 'amy',
        }));
      }),
    idOf: (post) => `s${post}`,
  },
};

export const FORUMS_CASES: Readonly<Record<string, ConformanceCase>> = {
  'hacker-news': HACKER_NEWS,
  reddit: REDDIT,
  discourse: DISCOURSE,
  'stack-exchange': STACK_EXCHANGE,
  lemmy: LEMMY,
  github: GITHUB,
  lobsters: LOBSTERS,
  phpbb: PHPBB,
};
