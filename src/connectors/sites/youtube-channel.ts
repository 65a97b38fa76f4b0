import type { Item } from '../../domain/mention.js';
import type { Outside, Place, PollRequest } from '../connector.js';
import { Unreadable } from '../errors.js';
import { parseYouTube, readChannelId } from './youtube-answer.js';
import { askYouTube, YOUTUBE_KEY } from './youtube-asking.js';

const FEED = 'https://www.youtube.com/feeds/videos.xml';
const CHANNEL_ID = /^UC[\w-]{22}$/;

export interface Feed {
  readonly items: readonly Item[];
  readonly place: Place;
  readonly isUnchanged: boolean;
  readonly validators: PollRequest<unknown>['validators'];
  readonly freshForSeconds: number | null;
}

/** The newest videos of a channel; nothing when it has not changed. */
export async function readFeed(
  { http, validators: known, signal }: PollRequest<unknown>,
  channelId: string,
): Promise<Feed> {
  const reply = await http.get(`${FEED}?channel_id=${channelId}`, { validators: known, signal });
  const { validators, freshForSeconds, body, url, headers } = reply;
  const common = { validators, freshForSeconds };
  if (reply.status === 304) {
    return { ...common, items: [], place: { title: null, link: null }, isUnchanged: true };
  }
  const { items, place } = await parseYouTube({ body, url, contentType: headers['content-type'] });
  return { ...common, items, place, isUnchanged: false };
}

/** A handle is looked up once: by the key, or on the channel's page, which names its id. */
export async function channelIdOf(
  channel: string,
  asking: Outside & { readonly signal: AbortSignal },
): Promise<string> {
  if (CHANNEL_ID.test(channel)) return channel;
  const { http, credential, signal } = asking;
  let id: string | null;
  if (credential(YOUTUBE_KEY) !== null) {
    const body = await askYouTube(asking, 'channels', { part: 'id', forHandle: channel });
    id = body === null ? null : readChannelId(body);
  } else {
    const { body } = await http.get(`https://www.youtube.com/${encodeURI(channel)}`, {
      robots: true,
      signal,
    });
    const page = Buffer.from(body).toString('utf8');
    id = /(?:channel_id=|\/channel\/|"externalId":")(UC[\w-]{22})/.exec(page)?.[1] ?? null;
  }
  if (id !== null) return id;
  throw new Unreadable(
    `YouTube does not tell the id of the channel ${channel}. Check the handle, or give the channel's id (UC…).`,
  );
}
