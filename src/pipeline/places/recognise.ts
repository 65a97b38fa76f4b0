import { z } from 'zod';
import type { Connector, Outside } from '../../connectors/connector.js';
import { findFeeds } from '../../connectors/feed/find-feeds.js';
import type { HttpClient, HttpReply } from '../../connectors/http.js';
import { connectorFor, connectors } from '../../connectors/index.js';
import { decodeText } from '../../connectors/text/decode.js';

/** A place that an address may mean. */
export interface Recognised {
  readonly connector: Connector;
  readonly params: unknown;
  /** How it was found, in words. */
  readonly found: string;
}

export interface GivenAddress {
  readonly address: string;
  readonly allowPrivate: boolean;
}

/** Feeds that a page names beyond these are of its parts, hardly of the place. */
const MOST_FEEDS = 3;
/** Pages are looked at this far, in characters: what they say of themselves stands in their head. */
const HEAD_LENGTH = 50_000;
const GENERATOR =
  /<meta\s[^<>]{0,200}?name=["']?generator["']?[^<>]{0,200}?content=["']?([a-z]{1,30})|<meta\s[^<>]{0,200}?content=["']?([a-z]{1,30})[^<>]{0,200}?name=["']?generator/i;
const LOOKS_LIKE_FEED = /rss|atom|feed|\.(?:xml|rdf|json)$/i;

/**
 * What an address may mean: a place whose kind is told by the address, the software that a page
 * names, and the feeds behind it.
 *
 * @throws the errors of http.ts, and Unreadable, when nothing was recognised
 */
export async function recognise(
  given: GivenAddress,
  outside: Outside,
  isOn: (connector: Connector) => boolean,
  signal: AbortSignal,
): Promise<Recognised[]> {
  const address = new URL(given.address);
  const byAddress = connectors.flatMap((connector): Recognised[] => {
    const params = connector.fromAddress?.(address) ?? null;
    if (params === null) return [];
    const found = `The address is one of ${connector.name}.`;
    return [{ connector, params: withPrivate(connector, params, given), found }];
  });
  const enough = byAddress.some(({ connector }) => isOn(connector));
  // A place with an interface of its own often refuses programs on its pages.
  if (enough && !LOOKS_LIKE_FEED.test(address.pathname)) return byAddress;
  try {
    return [...byAddress, ...(await behindThePage(given, outside.http, signal))];
  } catch (error) {
    if (byAddress.length > 0) return byAddress;
    throw error;
  }
}

async function behindThePage(
  given: GivenAddress,
  http: HttpClient,
  signal: AbortSignal,
): Promise<Recognised[]> {
  const { address: url, allowPrivate } = given;
  const seen = new Seen(http);
  const feed = connectorFor('feed');
  const feeds = await findFeeds(seen, { url, allowPrivate }, signal).catch((error: unknown) => {
    if (software(seen.reply) === null) throw error;
    return [];
  });
  const page = software(seen.reply);
  const named = feeds.slice(0, MOST_FEEDS).map(({ url: at, title }) => ({
    connector: feed,
    params: withPrivate(feed, { url: at }, given),
    found:
      at === seen.reply?.url
        ? 'The address is a feed.'
        : `The page names this feed${title === null ? '' : `, "${title}"`}.`,
  }));
  return page === null ? named : [...instance(page, seen.reply?.url ?? url, given), ...named];
}

/** Asks, and keeps the answer to be looked at again. */
class Seen implements HttpClient {
  reply: HttpReply | null = null;

  constructor(private readonly http: HttpClient) {}

  async get(...asked: Parameters<HttpClient['get']>): Promise<HttpReply> {
    this.reply = await this.http.get(...asked);
    return this.reply;
  }

  post(...asked: Parameters<HttpClient['post']>): Promise<HttpReply> {
    return this.http.post(...asked);
  }

  socket(...asked: Parameters<HttpClient['socket']>): AsyncIterable<string> {
    return this.http.socket(...asked);
  }
}

/** The connector for the software that runs the page, as the page itself names it. */
function software(reply: HttpReply | null): Connector | null {
  if (reply === null) return null;
  const text = decodeText(reply.body, reply.headers['content-type']).slice(0, HEAD_LENGTH);
  const [, before, after] = GENERATOR.exec(text) ?? [];
  const kind = (before ?? after ?? '').toLowerCase();
  return connectors.find((connector) => connector.kind === kind) ?? null;
}

/** The whole instance, for kinds that need no more than its address. */
function instance(connector: Connector, pageUrl: string, given: GivenAddress): Recognised[] {
  const { properties = {} } = schemaOf(connector);
  const [field] = Object.entries(properties).find(([, { format }]) => format === 'uri') ?? [];
  if (field === undefined) return [];
  const params = withPrivate(connector, { [field]: new URL(pageUrl).origin }, given);
  if (!connector.params.safeParse(params).success) return [];
  return [{ connector, params, found: `The page says that ${connector.name} runs it.` }];
}

function withPrivate(connector: Connector, params: unknown, given: GivenAddress): unknown {
  const { properties = {} } = schemaOf(connector);
  if (!given.allowPrivate || !('allowPrivate' in properties)) return params;
  return { ...(params as object), allowPrivate: true };
}

const Schema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({ format: z.string().optional() })).optional(),
});

function schemaOf({ params }: Connector): z.output<typeof Schema> {
  return Schema.parse(z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }));
}
