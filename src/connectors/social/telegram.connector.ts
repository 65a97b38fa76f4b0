import { load, type CheerioAPI } from 'cheerio/slim';
import { Parser } from 'htmlparser2';
import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Asking, Place, PolledConnector, Rechecked, RecheckRequest } from '../connector.js';
import { Unreadable } from '../errors.js';
import { paged, type AnsweredPage } from '../paged.js';
import { readDate } from '../text/dates.js';
import { decodeText } from '../text/decode.js';
import { htmlToText, tidyLine } from '../text/plain-text.js';

const TelegramParams = z.strictObject({
  channel: z
    .string()
    .trim()
    .regex(/^@?[A-Za-z]\w{3,31}$/, 'must be the name of a channel')
    .meta({
      title: 'Channel',
      description: 'Name of a public channel, as in t.me/NAME',
    }),
  search: z.string().trim().min(1).max(100).optional().meta({
    title: 'Search words',
    description: 'Only posts that the channel finds for these words; all of them when left empty',
  }),
});

export type TelegramParams = z.output<typeof TelegramParams>;

const nameOf = ({ channel }: TelegramParams): string => channel.replace(/^@/, '');

/** Public Telegram channels, by the preview that a browser sees. */
export const telegramConnector: PolledConnector<TelegramParams> = {
  kind: 'telegram',
  genre: 'social',
  name: 'Telegram',
  title: 'Telegram: a public channel, by its preview on the web',
  terms: {
    access: 'restricted',
    note: 'Reads the preview that Telegram makes for people, 20 posts at a time; it offers no interface for programs to read channels of others, and a channel may close its preview. Groups and comments cannot be had. For a channel of your own, use a bot and the web-hook instead.',
    eraseWhenGone: true,
  },
  params: TelegramParams,
  locate(params) {
    const { search } = params;
    const name = nameOf(params);
    return {
      locator: `${name.toLowerCase()}${search === undefined ? '' : ` ${search.toLowerCase()}`}`,
      host: 't.me',
      name: `Telegram: ${search === undefined ? '' : `"${search}" in `}${name}`,
      url: `https://t.me/s/${name}`,
    };
  },
  fromAddress({ hostname, pathname }) {
    if (hostname !== 't.me' && hostname !== 'telegram.me') return null;
    const channel = /^\/(?:s\/)?(\w+)(?:\/\d+)?\/?$/.exec(pathname)?.[1];
    return TelegramParams.safeParse({ channel }).data ?? null;
  },
  parse: ({ body, contentType }) => Promise.resolve().then(() => read(body, contentType)),
  ...paged(page),
  recheck: { most: 10, look },
};

async function page(asking: Asking<TelegramParams>, before: string | null): Promise<AnsweredPage> {
  const { params, http, signal } = asking;
  const url = new URL(`https://t.me/s/${nameOf(params)}`);
  if (params.search !== undefined) url.searchParams.set('q', params.search);
  if (before !== null) url.searchParams.set('before', before);
  const reply = await http.get(url.href, { accept: 'text/html', robots: true, signal });
  return read(reply.body, reply.headers['content-type']);
}

interface Preview {
  readonly place: Place;
  readonly items: Item[];
  readonly next: string | null;
}

/** @throws Unreadable when it is no preview: the channel closed it, or there is none */
function read(body: Uint8Array, contentType = 'text/html; charset=utf-8'): Preview {
  const $ = open(body, contentType);
  const messages = $('.tgme_widget_message[data-post]').toArray();
  const isPreview = $('.tgme_channel_history, .tgme_channel_info').length > 0;
  if (messages.length === 0 && !isPreview) throw unreadable($('.tgme_page').length > 0);
  const title = tidyLine($('.tgme_channel_info_header_title').first().text());
  // The newest comes last.
  const items = messages.map((message) => itemOf($, $(message), title)).reverse();
  const [channel] = items[0]?.externalId.split('/') ?? [];
  const link = channel === undefined ? null : `https://t.me/${channel}`;
  return {
    place: { title: title === '' ? null : title, link },
    items: [...new Map(items.map((item) => [item.externalId, item])).values()],
    next: $('.tme_messages_more[data-before]').attr('data-before') ?? null,
  };
}

/** Deeper than any page of people; looking for something in what is deeper takes for ever. */
const MAX_DEPTH = 200;

function open(body: Uint8Array, contentType: string | undefined): CheerioAPI {
  const html = decodeText(body, contentType);
  let depth = 0;
  const parser = new Parser({
    onopentagname: () => {
      if (++depth > MAX_DEPTH) throw unreadable(false);
    },
    onclosetag: () => void depth--,
  });
  parser.end(html);
  return load(html);
}

function unreadable(isJoinPage: boolean): Unreadable {
  return new Unreadable(
    isJoinPage
      ? 'Telegram shows no preview of this channel: it closed it, or is no channel. Check the name; with the owner’s leave, use a bot and the web-hook instead.'
      : 'Telegram sent something else than a channel. Its pages may have changed; look for a newer Earshot.',
  );
}

function itemOf($: CheerioAPI, message: ReturnType<CheerioAPI>, title: string): Item {
  const id = message.attr('data-post') ?? '';
  const [channel = '', number = ''] = id.split('/');
  const signed = tidyLine(message.find('.tgme_widget_message_from_author').first().text());
  const owner = tidyLine(message.find('.tgme_widget_message_owner_name').first().text()) || title;
  const text = textOf($, message);
  const answered = message.find('a.tgme_widget_message_reply').attr('href') ?? '';
  return {
    externalId: id,
    url: `https://t.me/${channel}/${number}`,
    title: null,
    text,
    author: {
      name: signed || owner || channel,
      handle: channel,
      url: `https://t.me/${channel}`,
    },
    publishedAt: readDate(message.find('time[datetime]').last().attr('datetime') ?? ''),
    updatedAt: null,
    rating: null,
    tags: [...new Set([...text.matchAll(/#([\p{L}\p{M}\p{N}_]+)/gu)].map(([, tag = '']) => tag))],
    parentId: /^https:\/\/t\.me\/(\w+\/\d+)/.exec(answered)?.[1] ?? null,
    language: null,
  };
}

/** Under an album, the text stands within a second one of its kind. */
function textOf($: CheerioAPI, message: ReturnType<CheerioAPI>): string {
  const outer = message.find('.tgme_widget_message_text').first();
  const inner = outer.find('.tgme_widget_message_text').first();
  const question = message.find('.tgme_widget_message_poll_question').first();
  const parts = [inner.length > 0 ? inner : outer, question].map((part) =>
    htmlToText($.html(part)),
  );
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The widget of a single post says plainly that it is not there. */
async function look({
  posts,
  http,
  signal,
}: RecheckRequest<TelegramParams>): Promise<Map<string, Rechecked>> {
  const found = new Map<string, Rechecked>();
  for (const { externalId } of posts) {
    const url = `https://t.me/${externalId}?embed=1`;
    const reply = await http.get(url, { accept: 'text/html', robots: true, signal });
    const $ = open(reply.body, reply.headers['content-type']);
    const message = $('.tgme_widget_message[data-post]').first();
    const says = $('.tgme_widget_message_error').text();
    if (message.attr('data-post') === externalId) found.set(externalId, itemOf($, message, ''));
    else if (/not found/i.test(says)) found.set(externalId, 'missing');
  }
  return found;
}
