import type http from 'node:http';
import type { Handler } from '../loopback-server.js';
import { streaming } from '../stream-server.js';

/** Post 0 of all small places; post n is n minutes younger. */
const BEGAN = Date.UTC(2026, 0, 10, 12);

export const timeOf = (post: number): Date => new Date(BEGAN + post * 60_000);
const isoOf = (post: number): string => timeOf(post).toISOString();
const textOf = (post: number): string => `Acme kettle, post ${post}`;

function asked(request: http.IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://any');
}

function json(response: http.ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Two posts from where the question says, and where they go on. */
function pageFrom(
  posts: readonly number[],
  start: number,
): { shown: number[]; next: number | null } {
  const shown = posts.slice(start, start + 2);
  return { shown, next: start + 2 < posts.length ? start + 2 : null };
}

/* Mastodon */

export const mastodonId = (post: number): string => String(117_000_000_000 + post);
export const mastodonUri = (post: number): string =>
  `https://far.example/users/ada/statuses/${mastodonId(post)}`;

export function mastodonStatus(post: number, more: object = {}): object {
  return {
    id: mastodonId(post),
    uri: mastodonUri(post),
    url: `https://far.example/@ada/${mastodonId(post)}`,
    created_at: isoOf(post),
    edited_at: null,
    in_reply_to_id: null,
    visibility: 'public',
    language: 'en',
    spoiler_text: '',
    content: `<p>${textOf(post)}</p>`,
    reblog: null,
    account: {
      username: 'ada',
      acct: 'ada@far.example',
      display_name: 'Ada',
      url: 'https://far.example/@ada',
      note: '',
      noindex: false,
    },
    tags: [{ name: 'acme' }],
    media_attachments: [],
    ...more,
  };
}

export function mastodonPlace(posts: readonly number[]): Handler {
  return (request, response) => {
    const maxId = asked(request).searchParams.get('max_id');
    const older = posts.filter(
      (post) => maxId === null || BigInt(mastodonId(post)) < BigInt(maxId),
    );
    const shown = older.slice(0, 2);
    const last = shown.at(-1);
    if (last !== undefined) {
      const next = `https://place.example${asked(request).pathname}?max_id=${mastodonId(last)}`;
      response.setHeader(
        'link',
        `<${next}>; rel="next", <https://place.example/?min_id=1>; rel="prev"`,
      );
    }
    json(
      response,
      shown.map((post) => mastodonStatus(post)),
    );
  };
}

/* Bluesky */

export const DID = 'did:plc:adaadaadaadaadaadaadaada';
export const blueskyUri = (post: number): string => `at://${DID}/app.bsky.feed.post/3k${post}`;

export function blueskyRecord(post: number, more: object = {}): object {
  return {
    $type: 'app.bsky.feed.post',
    text: textOf(post),
    createdAt: isoOf(post),
    langs: ['en'],
    ...more,
  };
}

export function blueskyEvent(post: number, commit: object = {}): object {
  return {
    did: DID,
    time_us: timeOf(post).getTime() * 1000 + 7,
    kind: 'commit',
    commit: {
      rev: '3k',
      operation: 'create',
      collection: 'app.bsky.feed.post',
      rkey: `3k${post}`,
      record: blueskyRecord(post),
      cid: 'bafy',
      ...commit,
    },
  };
}

export function blueskyView(post: number, author: object = {}): object {
  return {
    uri: blueskyUri(post),
    cid: 'bafy',
    author: { did: DID, handle: 'ada.example', displayName: 'Ada', ...author },
    record: blueskyRecord(post),
    indexedAt: isoOf(post),
  };
}

/** Something else that happens just now, by which a reader knows that it has caught up. */
export const blueskyNow = (): string =>
  JSON.stringify({
    did: DID,
    time_us: Date.now() * 1000,
    kind: 'identity',
    identity: { did: DID },
  });

export function blueskyPlace(posts: readonly number[]): Handler {
  const stream = streaming((peer) => {
    for (const post of posts.toReversed()) peer.send(JSON.stringify(blueskyEvent(post)));
    peer.send(blueskyNow());
  });
  return (request, response) => {
    const { pathname, searchParams } = asked(request);
    if (request.headers.upgrade === 'websocket') stream(request, response);
    else if (pathname.endsWith('createSession')) json(response, { accessJwt: 'token', did: DID });
    else {
      const { shown, next } = pageFrom(posts, Number(searchParams.get('cursor') ?? 0));
      const cursor = next === null ? {} : { cursor: String(next) };
      json(response, { posts: shown.map((post) => blueskyView(post)), ...cursor });
    }
  };
}

/* X */

export const xId = (post: number): string =>
  String((BigInt(timeOf(post).getTime()) - 1_288_834_974_657n) << 22n);

export function xPost(post: number, more: object = {}): object {
  return {
    id: xId(post),
    text: textOf(post),
    created_at: isoOf(post),
    author_id: '7',
    lang: 'en',
    edit_history_tweet_ids: [xId(post)],
    ...more,
  };
}

export const xUsers = { users: [{ id: '7', name: 'Ada', username: 'ada' }] };

export function xPlace(posts: readonly number[]): Handler {
  return (request, response) => {
    const query = asked(request).searchParams;
    const since = BigInt(query.get('since_id') ?? 0);
    const fresh = posts.filter((post) => BigInt(xId(post)) > since);
    const { shown, next } = pageFrom(fresh, Number(query.get('next_token') ?? 0));
    const meta = {
      result_count: shown.length,
      ...(next === null ? {} : { next_token: String(next) }),
    };
    if (shown.length === 0) return json(response, { meta });
    json(response, { data: shown.map((post) => xPost(post)), includes: xUsers, meta });
  };
}

/* Threads, Facebook */

export function graphPlace(one: (post: number) => object): (posts: readonly number[]) => Handler {
  return (posts) => (request, response) => {
    const { shown, next } = pageFrom(posts, Number(asked(request).searchParams.get('after') ?? 0));
    const more = next === null ? {} : { next: 'https://graph.example/?access_token=secret' };
    const paging = { cursors: { before: 'b', after: String(next ?? 'end') }, ...more };
    json(response, { data: shown.map(one), paging });
  };
}

const graphTime = (post: number): string => isoOf(post).replace('.000Z', '+0000');

export function threadsPost(post: number): object {
  return {
    id: `18${post}`,
    media_type: 'TEXT_POST',
    permalink: `https://www.threads.com/@ada/post/${post}`,
    username: 'ada',
    text: textOf(post),
    timestamp: graphTime(post),
  };
}

export function metaPost(post: number): object {
  return {
    id: `1_${post}`,
    message: textOf(post),
    created_time: graphTime(post),
    permalink_url: `https://www.facebook.com/1/posts/${post}/`,
  };
}

/* Telegram */

export function telegramMessage(post: number, text = textOf(post)): string {
  return `<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="acme_news/${post}">
<div class="tgme_widget_message_text js-message_text" dir="auto">${text}</div>
<a class="tgme_widget_message_date"><time datetime="${isoOf(post).replace('.000Z', '+00:00')}">12:00</time></a></div></div>`;
}

export function telegramPage(messages: readonly string[], before: number | null): string {
  const more = before === null ? '' : `<a class="tme_messages_more" data-before="${before}"></a>`;
  return `<html><body><div class="tgme_channel_info_header_title"><span dir="auto">Acme News</span></div>
<section class="tgme_channel_history js-message_history">${more}${messages.join('')}</section></body></html>`;
}

export function telegramPlace(posts: readonly number[]): Handler {
  return (request, response) => {
    const { pathname, searchParams } = asked(request);
    if (pathname === '/robots.txt') return void response.writeHead(404).end();
    const before = Number(searchParams.get('before') ?? Number.POSITIVE_INFINITY);
    const older = posts.filter((post) => post < before);
    const shown = older.slice(0, 2).toReversed();
    const page = telegramPage(
      shown.map((post) => telegramMessage(post)),
      older.length > 2 ? (shown[0] ?? null) : null,
    );
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  };
}

/* Tumblr */

export function tumblrPost(post: number, more: object = {}): object {
  return {
    id: 700 + post,
    id_string: String(700 + post),
    blog_name: 'ada',
    blog: { name: 'ada', title: 'Ada writes' },
    post_url: `https://www.tumblr.com/ada/${700 + post}/kettle`,
    timestamp: timeOf(post).getTime() / 1000,
    tags: ['acme kettle'],
    content: [{ type: 'text', text: textOf(post) }],
    summary: textOf(post),
    ...more,
  };
}

export function tumblrPlace(posts: readonly number[]): Handler {
  return (request, response) => {
    const before = Number(asked(request).searchParams.get('before') ?? Number.POSITIVE_INFINITY);
    const older = posts.filter((post) => timeOf(post).getTime() / 1000 < before);
    json(response, {
      meta: { status: 200, msg: 'OK' },
      response: older.slice(0, 2).map((post) => tumblrPost(post)),
    });
  };
}
