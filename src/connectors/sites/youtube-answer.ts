import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Parsed, ParseRequest } from '../connector.js';
import { Unreadable } from '../errors.js';
import { feedConnector } from '../feed/feed.connector.js';
import { readJson } from '../json-answer.js';
import { readDate } from '../text/dates.js';
import { decodeEntities } from '../text/entities.js';
import { htmlToText, looksLikeHtml, tidy, tidyLine } from '../text/plain-text.js';

const PLACE = 'YouTube';

const Comment = z.object({
  id: z.string().min(1),
  snippet: z.object({
    authorDisplayName: z.string().nullish(),
    authorChannelUrl: z.string().nullish(),
    authorChannelId: z.object({ value: z.string() }).nullish(),
    channelId: z.string().nullish(),
    videoId: z.string().nullish(),
    parentId: z.string().nullish(),
    textDisplay: z.string(),
    /** Only shown to the author, as a rule. */
    textOriginal: z.string().nullish(),
    publishedAt: z.string(),
    updatedAt: z.string().nullish(),
  }),
});

const Thread = z.object({
  id: z.string().min(1),
  snippet: z.object({
    videoId: z.string().nullish(),
    channelId: z.string().nullish(),
    topLevelComment: Comment,
    totalReplyCount: z.int().nullish(),
  }),
  /** The newest few at most. */
  replies: z.object({ comments: z.array(Comment) }).optional(),
});

const Video = z.object({
  id: z.union([z.string(), z.object({ videoId: z.string().optional() })]),
  snippet: z.object({
    title: z.string(),
    description: z.string(),
    channelId: z.string(),
    channelTitle: z.string().nullish(),
    publishedAt: z.string(),
    defaultLanguage: z.string().nullish(),
  }),
});

const next = { nextPageToken: z.string().optional() };

const Answer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('youtube#commentThreadListResponse'),
    items: z.array(Thread),
    ...next,
  }),
  z.object({ kind: z.literal('youtube#commentListResponse'), items: z.array(Comment), ...next }),
  z.object({ kind: z.literal('youtube#searchListResponse'), items: z.array(Video), ...next }),
  z.object({ kind: z.literal('youtube#videoListResponse'), items: z.array(Video), ...next }),
]);

/** How many replies a thread has, and how many came along with it. */
export interface Replies {
  readonly total: number;
  readonly shown: number;
  readonly videoId: string | null;
}

export interface YouTubePage {
  readonly items: readonly Item[];
  readonly next: string | null;
  /** By the id of the thread, newest first; empty when the answer holds no threads. */
  readonly threads: ReadonlyMap<string, Replies>;
}

/** The channel's feed, or any of the interface's answers. @throws Unreadable */
export async function parseYouTube(request: ParseRequest): Promise<Parsed> {
  const start = Buffer.from(request.body.subarray(0, 2000)).toString('latin1');
  if (/^[^<{]*</.test(start)) return parseFeed(request, start);
  return { place: { title: null, link: null }, items: readYouTube(request.body).items };
}

async function parseFeed(request: ParseRequest, start: string): Promise<Parsed> {
  if (!start.includes('http://www.youtube.com/xml/schemas/')) {
    throw new Unreadable("YouTube sent something else than a channel's feed.");
  }
  const parsed = await feedConnector.parse(request);
  return { ...parsed, items: parsed.items.map((item) => ({ ...item, author: byChannel(item) })) };
}

/** A channel's id is the last part of its address. */
function byChannel({ author }: Item): Item['author'] {
  const handle = /\/channel\/(UC[\w-]+)/.exec(author?.url ?? '')?.[1] ?? null;
  return author === null ? null : { ...author, handle };
}

/**
 * @param of the video whose comments were asked for, since answers to replies do not name it
 * @throws Unreadable
 */
export function readYouTube(body: Uint8Array, of: string | null = null): YouTubePage {
  const answer = readJson(body, Answer, PLACE);
  const page = { next: answer.nextPageToken ?? null, threads: new Map<string, Replies>() };
  if (answer.kind === 'youtube#commentListResponse') {
    return { ...page, items: answer.items.map((comment) => commentOf(comment, of)) };
  }
  if (answer.kind !== 'youtube#commentThreadListResponse') {
    return { ...page, items: answer.items.flatMap((video) => videoOf(video) ?? []) };
  }
  const items = answer.items.flatMap(({ snippet, replies }) => {
    const videoId = snippet.videoId ?? of;
    const shown = replies?.comments ?? [];
    return [snippet.topLevelComment, ...shown].map((comment) => commentOf(comment, videoId));
  });
  const threads = answer.items.map(({ id, snippet, replies }): [string, Replies] => {
    const shown = replies?.comments.length ?? 0;
    const videoId = snippet.videoId ?? of;
    return [id, { total: snippet.totalReplyCount ?? 0, shown, videoId }];
  });
  return { items, next: page.next, threads: new Map(threads) };
}

/** @throws Unreadable */
export function readChannelId(body: Uint8Array): string | null {
  const schema = z.object({ items: z.array(z.object({ id: z.string() })).optional() });
  return readJson(body, schema, PLACE).items?.[0]?.id ?? null;
}

function commentOf({ id, snippet }: z.output<typeof Comment>, of: string | null): Item {
  const videoId = snippet.videoId ?? of;
  const lasting = snippet.textOriginal ?? null;
  const shown = snippet.textDisplay;
  const channelId = snippet.authorChannelId?.value ?? null;
  const video = videoId === null ? null : videoUrl(videoId);
  return {
    externalId: id,
    url:
      video === null
        ? aboutChannel(snippet.channelId ?? null)
        : `${video}&lc=${encodeURIComponent(id)}`,
    title: null,
    text: lasting === null && looksLikeHtml(shown) ? htmlToText(shown) : tidy(lasting ?? shown),
    author: {
      name: snippet.authorDisplayName ?? null,
      handle: channelId,
      url: channelId === null ? null : channelUrl(channelId),
    },
    publishedAt: readDate(snippet.publishedAt),
    updatedAt: readDate(snippet.updatedAt ?? ''),
    rating: null,
    tags: [],
    parentId: snippet.parentId ?? (videoId === null ? null : videoItemId(videoId)),
    language: null,
  };
}

function videoOf({ id, snippet }: z.output<typeof Video>): Item | null {
  const videoId = typeof id === 'string' ? id : id.videoId;
  // A search may also find channels and playlists.
  if (videoId === undefined) return null;
  return {
    externalId: videoItemId(videoId),
    url: videoUrl(videoId),
    title: tidyLine(decodeEntities(snippet.title)) || null,
    text: tidy(decodeEntities(snippet.description)),
    author: {
      name: snippet.channelTitle ?? null,
      handle: snippet.channelId,
      url: channelUrl(snippet.channelId),
    },
    publishedAt: readDate(snippet.publishedAt),
    updatedAt: null,
    rating: null,
    tags: [],
    parentId: null,
    language: /^[a-z]{2}(?=-|$)/.exec(snippet.defaultLanguage ?? '')?.[0] ?? null,
  };
}

/** As the channel's feed has it, so that a video found both ways is one. */
export const videoItemId = (videoId: string): string => `yt:video:${videoId}`;

export const videoUrl = (videoId: string): string =>
  `https://www.youtube.com/watch?v=${encodeURIComponent(videoId)}`;

export const channelUrl = (channelId: string): string =>
  `https://www.youtube.com/channel/${encodeURIComponent(channelId)}`;

function aboutChannel(channelId: string | null): string | null {
  return channelId === null ? null : channelUrl(channelId);
}
