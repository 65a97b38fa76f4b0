import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { PlaceError } from '../errors.js';
import { readCursor, walkPages, type PageCursor } from '../paging.js';
import { readYouTube, type Replies, type YouTubePage } from './youtube-answer.js';
import { askYouTube, type AskingYouTube } from './youtube-asking.js';

/** Threads whose replies are watched, the newest ones of a strand. */
const WATCHED = 200;
/** Ids that the interface takes in one question. */
export const PER_QUESTION = 50;
/** Threads whose replies are read in one poll; the rest has its turn in the next. */
const MAX_REREAD = 20;
/** Pages of replies, 100 each, that are read of one thread. */
const MAX_REPLY_PAGES = 5;

const PLAIN = { part: 'snippet', textFormat: 'plainText', maxResults: '100' };

/** Comments of one video, or of all videos of a channel. */
export type Strand = { readonly videoId: string } | { readonly channelId: string };

export const StrandCursor = z.object({
  walk: z.unknown(),
  /** Threads and the number of replies that were read of them, newest first. */
  replies: z.array(z.tuple([z.string(), z.int()])),
});

export type StrandCursor = z.output<typeof StrandCursor>;

export interface StrandRead {
  readonly items: readonly Item[];
  readonly cursor: StrandCursor;
  readonly isComplete: boolean;
  readonly failure: PlaceError | null;
}

/**
 * Reads the newest comments of a strand, and the replies of threads that have more than before:
 * a thread keeps its place in the order of time, however young its replies are.
 *
 * @returns null when comments are switched off there
 */
export async function readStrand(
  asking: AskingYouTube,
  strand: Strand,
  before: StrandCursor | null,
): Promise<StrandRead | null> {
  const threads = new Map<string, Replies>();
  const page = async (token: string | null): Promise<YouTubePage | null> => {
    const read = await readThreads(asking, strand, token);
    for (const [id, replies] of read?.threads ?? []) threads.set(id, replies);
    return read;
  };
  const first = await page(null);
  if (first === null) return null;
  const walk = await walkPages(first, readCursor(before?.walk), async (token) => {
    return (await page(token)) ?? { items: [], next: null };
  });
  const known = new Map(before?.replies ?? []);
  const unseen = [...known.keys()].filter((id) => !threads.has(id)).slice(0, WATCHED);
  await countAgain(asking, unseen, threads);
  const { items, read } = await readReplies(asking, threads, known);
  const ids = [...new Set([...threads.keys(), ...known.keys()])].slice(0, WATCHED);
  return {
    items: distinct([...walk.items, ...items]),
    cursor: {
      walk: walk.cursor,
      replies: ids.map((id) => [id, read.get(id) ?? known.get(id) ?? 0]),
    },
    isComplete: isWhole(walk.cursor),
    failure: walk.failure,
  };
}

/** One page of threads, newest first. @returns null when comments are switched off */
async function readThreads(
  asking: AskingYouTube,
  strand: Strand,
  token: string | null,
): Promise<YouTubePage | null> {
  const isVideo = 'videoId' in strand;
  const body = await askYouTube(asking, 'commentThreads', {
    ...PLAIN,
    part: 'snippet,replies',
    order: 'time',
    ...(isVideo ? { videoId: strand.videoId } : { allThreadsRelatedToChannelId: strand.channelId }),
    ...(token === null ? {} : { pageToken: token }),
  });
  return body === null ? null : readYouTube(body, isVideo ? strand.videoId : null);
}

async function countAgain(
  asking: AskingYouTube,
  ids: readonly string[],
  threads: Map<string, Replies>,
): Promise<void> {
  for (let from = 0; from < ids.length; from += PER_QUESTION) {
    const id = ids.slice(from, from + PER_QUESTION).join(',');
    const body = await askYouTube(asking, 'commentThreads', { part: 'snippet', id });
    if (body === null) continue;
    for (const [thread, replies] of readYouTube(body).threads) threads.set(thread, replies);
  }
}

/** The replies of threads that have more of them than were read. */
async function readReplies(
  asking: AskingYouTube,
  threads: ReadonlyMap<string, Replies>,
  known: ReadonlyMap<string, number>,
): Promise<{ items: Item[]; read: Map<string, number> }> {
  const items: Item[] = [];
  const read = new Map<string, number>();
  let reread = 0;
  for (const [parentId, { total, shown, videoId }] of threads) {
    const isKnown = total <= Math.max(known.get(parentId) ?? 0, shown);
    if (!isKnown && reread++ >= MAX_REREAD) continue;
    if (!isKnown) items.push(...(await repliesTo(asking, parentId, videoId)));
    read.set(parentId, total);
  }
  return { items, read };
}

async function repliesTo(
  asking: AskingYouTube,
  parentId: string,
  videoId: string | null,
): Promise<Item[]> {
  const items: Item[] = [];
  let token: string | null = null;
  for (let pages = 0; pages < MAX_REPLY_PAGES; pages++) {
    const pageToken: Record<string, string> = token === null ? {} : { pageToken: token };
    const body = await askYouTube(asking, 'comments', { ...PLAIN, parentId, ...pageToken });
    if (body === null) break;
    const page = readYouTube(body, videoId);
    items.push(...page.items);
    token = page.next;
    if (token === null) break;
  }
  return items;
}

function distinct(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.externalId, item])).values()];
}

const isWhole = (cursor: PageCursor | null): boolean => cursor?.gap === null;
