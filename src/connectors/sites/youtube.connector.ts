import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Asking, PolledConnector, PollRequest, PollResult } from '../connector.js';
import { longest } from '../paged.js';
import { percentDecoded } from '../text/percent-decoded.js';
import { channelUrl, parseYouTube, readYouTube, videoUrl } from './youtube-answer.js';
import { askYouTube, YOUTUBE_KEY } from './youtube-asking.js';
import { channelIdOf, readFeed, type Feed } from './youtube-channel.js';
import { PER_QUESTION, readStrand, StrandCursor, type Strand } from './youtube-comments.js';
import { lookUp } from './youtube-recheck.js';
import { Round } from './youtube-round.js';

const HUB = 'https://pubsubhubbub.appspot.com/subscribe';

const YouTubeParams = z
  .strictObject({
    channel: z
      .string()
      .regex(/^(UC[\w-]{22}|@[\p{L}\p{N}._·-]{3,30})$/u, 'must be an id (UC…) or a handle (@name)')
      .optional()
      .meta({
        title: 'Channel',
        description: 'Id (UC…) or handle (@name) of a channel, whose new videos are read',
      }),
    videos: z
      .array(z.string().regex(/^[\w-]{11}$/, 'must be the id in the address of a video'))
      .max(50)
      .optional()
      .meta({
        title: 'Videos',
        description:
          'Ids of single videos whose comments are read, as in …/watch?v=ID; needs a key',
      }),
    search: z.string().min(2).max(200).optional().meta({
      title: 'Search',
      description:
        'Words that new videos anywhere are searched for; needs a key, which gives 100 searches a day',
    }),
    comments: z.boolean().default(true).meta({
      title: 'Comments',
      description: 'Reads the comments under all videos of the channel, too; needs a key',
    }),
  })
  .refine(({ channel, videos = [], search }) => channel ?? videos[0] ?? search, {
    error: 'needs a channel, videos or search words',
  });

export type YouTubeParams = z.output<typeof YouTubeParams>;

/** New videos of a channel, and with a key the comments under them and under other videos. */
export const youtubeConnector: PolledConnector<YouTubeParams> = {
  kind: 'youtube',
  genre: 'sites',
  name: 'YouTube',
  title: 'Videos of a YouTube channel, and with a key the comments under videos',
  terms: {
    access: 'open',
    note: "A channel's feed needs no key and shows its newest 15 videos. Comments and search need a key of the YouTube Data API, which is free and gives 10,000 questions and 100 searches a day. YouTube's terms demand that its posts are shown as YouTube's, that stored ones are looked up again or deleted within 30 days, and that deleted ones are erased.",
    eraseWhenGone: true,
    attribution: 'YouTube',
  },
  credentials: [{ env: YOUTUBE_KEY, title: 'Key of the YouTube Data API v3', required: false }],
  params: YouTubeParams,
  locate: ({ channel, videos = [], search }) => ({
    locator: JSON.stringify([channel ?? null, [...videos].sort(), search ?? null]),
    host: 'www.youtube.com',
    name: `YouTube: ${[channel, ...videos, search].filter(Boolean).join(', ')}`,
    url: pageOf(channel, videos[0]),
  }),
  fromAddress: (url) => {
    const [, place = '', name = ''] = url.pathname.split('/');
    if (url.hostname === 'youtu.be') return paramsOf({ videos: [place] });
    if (!/^(www\.|m\.)?youtube\.com$/.test(url.hostname)) return null;
    if (place.startsWith('@')) return paramsOf({ channel: percentDecoded(place) });
    if (place === 'channel') return paramsOf({ channel: name });
    if (place === 'feeds') return paramsOf({ channel: url.searchParams.get('channel_id') });
    if (place === 'watch') return paramsOf({ videos: [url.searchParams.get('v')] });
    return place === 'shorts' || place === 'live' ? paramsOf({ videos: [name] }) : null;
  },
  parse: parseYouTube,
  poll,
  recheck: { most: PER_QUESTION, look: lookUp },
};

const Cursor = z.object({
  channelId: z.string().nullable(),
  /** Of each strand of comments, by what it belongs to. */
  strands: z.record(z.string(), StrandCursor),
});

async function poll(request: PollRequest<YouTubeParams>): Promise<PollResult> {
  const { params, credential } = request;
  const before = Cursor.safeParse(request.cursor).data ?? { channelId: null, strands: {} };
  const { channel } = params;
  const channelId =
    channel === undefined ? null : (before.channelId ?? (await channelIdOf(channel, request)));
  const hasKey = credential(YOUTUBE_KEY) !== null;
  const round = new Round();
  let feed: Feed | null = null;
  if (channelId !== null) {
    await round.part(async () => (feed = await readFeed(request, channelId)).items);
  }
  if (params.search !== undefined) await round.part(() => found(request, params.search ?? ''));
  const strands: Record<string, z.output<typeof StrandCursor>> = { ...before.strands };
  let isComplete = true;
  for (const [name, strand] of strandsOf(params, channelId, hasKey)) {
    await round.part(async () => {
      const read = await readStrand(request, strand, before.strands[name] ?? null);
      if (read === null) return [];
      strands[name] = read.cursor;
      isComplete &&= read.isComplete;
      if (read.failure !== null) round.failures.push(read.failure);
      return read.items;
    });
  }
  round.end();
  return resultOf(round, feed, { channelId, strands }, isComplete);
}

function resultOf(
  round: Round,
  feed: Feed | null,
  cursor: z.output<typeof Cursor>,
  isComplete: boolean,
): PollResult {
  const validators = feed?.validators ?? null;
  const freshForSeconds = longest(feed?.freshForSeconds ?? null, round.pause());
  const asksMore = Object.keys(cursor.strands).length > 0 || round.failures.length > 0;
  if (feed?.isUnchanged === true && round.items.size === 0 && !asksMore) {
    return { outcome: 'not-modified', freshForSeconds, validators };
  }
  const { channelId } = cursor;
  const topic = `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${channelId ?? ''}`;
  return {
    outcome: 'items',
    place: feed?.place ?? { title: null, link: null },
    items: [...round.items.values()],
    cursor,
    validators,
    freshForSeconds,
    // The feed alone is a window: whether it reaches back far enough its dates must tell.
    ...(asksMore ? { complete: isComplete && round.failures.length === 0 } : {}),
    push: channelId === null ? null : { hub: HUB, topic },
  };
}

function strandsOf(
  { videos = [], comments }: YouTubeParams,
  channelId: string | null,
  hasKey: boolean,
): [string, Strand][] {
  const single = videos.map((videoId): [string, Strand] => [videoId, { videoId }]);
  // Without a key a channel is read by its feed alone.
  const whole = channelId !== null && comments && hasKey;
  return whole ? [[channelId, { channelId }], ...single] : single;
}

async function found(asking: Asking<YouTubeParams>, words: string): Promise<readonly Item[]> {
  const query = { part: 'snippet', q: words, type: 'video', order: 'date', maxResults: '50' };
  const body = await askYouTube(asking, 'search', query);
  return body === null ? [] : readYouTube(body).items;
}

function pageOf(channel: string | undefined, videoId: string | undefined): string | null {
  if (channel?.startsWith('@') === true) {
    return `https://www.youtube.com/${encodeURI(channel)}`;
  }
  if (channel !== undefined) return channelUrl(channel);
  return videoId === undefined ? null : videoUrl(videoId);
}

function paramsOf(given: unknown): YouTubeParams | null {
  return YouTubeParams.safeParse(given).data ?? null;
}
