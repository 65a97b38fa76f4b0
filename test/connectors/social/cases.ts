import type { ConformanceCase } from '../conformance-case.js';
import * as small from './small-places.js';

const JSON_TYPE = 'application/json';
const json = (body: unknown): ConformanceCase['answer'] => ({
  contentType: JSON_TYPE,
  body: JSON.stringify(body),
});

export const SOCIAL_CASES: Readonly<Record<string, ConformanceCase>> = {
  mastodon: {
    params: (server) => ({ server, tags: ['acme', '#kettle'], allowPrivate: true }),
    badParams: [{}, { server: 'mastodon.example' }, { server: 'https://a.example', tags: ['a b'] }],
    answer: json([small.mastodonStatus(2), small.mastodonStatus(1)]),
    foreign: [
      '{"data":[]}',
      '[{"id":1}]',
      '{"error":"This method requires an authenticated user"}',
    ],
    polled: {
      conditional: false,
      form: 'pages',
      place: small.mastodonPlace,
      idOf: small.mastodonUri,
    },
  },
  bluesky: {
    params: (url) => ({ stream: url.replace(/^http/, 'ws'), search: 'acme', allowPrivate: true }),
    credentials: {
      EARSHOT_BLUESKY_HANDLE: 'ada.example',
      EARSHOT_BLUESKY_APP_PASSWORD: 'abcd-efgh',
    },
    badParams: [{ stream: 'https://a.example' }, { stream: 1 }, { search: '' }],
    answer: {
      contentType: JSON_TYPE,
      body: [1, 2].map((post) => JSON.stringify(small.blueskyEvent(post))).join('\n'),
    },
    foreign: ['{"data":[]}', '{"error":"InvalidRequest"}', '{"did":"did:plc:x","time_us":"soon"}'],
    polled: {
      conditional: false,
      form: 'stream',
      place: small.blueskyPlace,
      idOf: small.blueskyUri,
    },
  },
  x: {
    params: () => ({ query: 'acme kettle' }),
    credentials: { EARSHOT_X_BEARER_TOKEN: 'token' },
    badParams: [{}, { query: '' }, { query: 'acme', postsPerMonth: 1 }],
    answer: json({
      data: [small.xPost(2), small.xPost(1)],
      includes: small.xUsers,
      meta: { result_count: 2 },
    }),
    foreign: ['{"meta":{}}', '{"errors":[{"message":"over capacity"}]}', '[{"id":1}]'],
    polled: { conditional: false, form: 'pages', place: small.xPlace, idOf: small.xId },
  },
  threads: {
    params: () => ({ query: 'acme kettle' }),
    credentials: { EARSHOT_THREADS_TOKEN: 'token' },
    badParams: [{}, { query: '' }, { query: 1 }],
    answer: json({ data: [small.threadsPost(2), small.threadsPost(1)] }),
    foreign: ['{"data":{}}', '{"data":[{"id":"1"}]}', '{"error":{"message":"x","code":190}}'],
    polled: {
      conditional: false,
      form: 'pages',
      place: small.graphPlace(small.threadsPost),
      idOf: (post) => `18${post}`,
    },
  },
  meta: {
    params: () => ({ what: 'page', id: '1' }),
    credentials: { EARSHOT_META_TOKEN: 'token' },
    badParams: [
      {},
      { id: 'a b' },
      { what: 'search', id: '1' },
      { what: 'instagram-hashtag', id: '1' },
    ],
    answer: json({ data: [small.metaPost(2), small.metaPost(1)] }),
    foreign: ['{"data":{}}', '{"data":[{"name":"Acme"}]}', '{"error":{"message":"x","code":100}}'],
    polled: {
      conditional: false,
      form: 'pages',
      place: small.graphPlace(small.metaPost),
      idOf: (post) => `1_${post}`,
    },
  },
  telegram: {
    params: () => ({ channel: 'acme_news' }),
    badParams: [{}, { channel: 'a b' }, { channel: 'https://t.me/acme_news' }],
    answer: {
      contentType: 'text/html; charset=utf-8',
      body: small.telegramPage(
        [1, 2].map((post) => small.telegramMessage(post)),
        null,
      ),
    },
    foreign: [
      '{"data":[]}',
      '<div class="tgme_page"><div class="tgme_page_title">Acme</div></div>',
    ],
    polled: {
      conditional: false,
      form: 'pages',
      place: small.telegramPlace,
      idOf: (post) => `acme_news/${post}`,
    },
  },
  tumblr: {
    params: () => ({ tag: 'acme kettle' }),
    credentials: { EARSHOT_TUMBLR_KEY: 'key' },
    badParams: [{}, { tag: '' }, { tag: 1 }],
    answer: json({ meta: { status: 200 }, response: [small.tumblrPost(2), small.tumblrPost(1)] }),
    foreign: ['{"data":[]}', '{"meta":{"status":200}}', '{"response":[{"id":"x"}]}'],
    polled: {
      conditional: false,
      form: 'pages',
      place: small.tumblrPlace,
      idOf: (post) => String(700 + post),
    },
  },
};
