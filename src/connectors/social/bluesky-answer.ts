import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Parsed } from '../connector.js';
import { readJson } from '../json-answer.js';
import { itemOf, itemOfView, PostRecord, PostView, PostViews } from './bluesky-post.js';
import { isoOf, readEvent, Stretch } from './jetstream.js';

const Kept = z.object({ uri: z.string().startsWith('at://'), value: PostRecord });

interface Branch {
  readonly post?: PostView | undefined;
  readonly parent?: Branch | undefined;
  readonly replies?: Branch[] | undefined;
}
const Branch: z.ZodType<Branch> = z.lazy(() =>
  z.object({
    // A post of a thread may be deleted or hidden: then it is only named.
    post: PostView.optional(),
    parent: Branch.optional(),
    replies: z.array(Branch).optional(),
  }),
);

/** Searches and lists, threads, and repositories: one post or a page of them. */
const Answer = z.union([
  PostViews,
  z.object({ feed: z.array(z.object({ post: PostView })) }),
  z.object({ thread: Branch.refine(({ post }) => post !== undefined) }),
  z.object({ records: z.array(Kept) }),
  Kept,
]);

/** Reads any answer of the network that holds posts, and stretches of its stream, an event a line. */
export function readAnswer(body: Uint8Array): Parsed {
  const place = { title: null, link: null };
  if (isStream(body)) {
    const stretch = new Stretch(() => true);
    const lines = Buffer.from(body).toString().split('\n');
    for (const line of lines) if (line.trim() !== '') stretch.take(readEvent(line));
    return { place, items: stretch.items, gone: stretch.gone, cursor: cursorOf(stretch) };
  }
  return { place, items: itemsOf(readJson(body, Answer, 'Bluesky')) };
}

/** Only events say when they were, in microseconds. */
function isStream(body: Uint8Array): boolean {
  const [line = ''] = Buffer.from(body).toString('utf8', 0, 4096).trimStart().split('\n');
  return /^\{\s*"did"\s*:/.test(line) && line.includes('"time_us"');
}

function cursorOf({ newest }: Stretch): string | null {
  return newest === null ? null : isoOf(newest);
}

function itemsOf(answer: z.output<typeof Answer>): Item[] {
  if ('posts' in answer) return answer.posts.map((view) => itemOfView(view));
  if ('feed' in answer) return answer.feed.map(({ post }) => itemOfView(post));
  if ('thread' in answer) return viewsOf(answer.thread).map((view) => itemOfView(view));
  const kept = 'records' in answer ? answer.records : [answer];
  return kept.map(({ uri, value }) => itemOf(value, { uri, seenAt: null }));
}

/** Of a thread from its root on. */
function viewsOf({ parent, post, replies = [] }: Branch): PostView[] {
  return [
    ...(parent === undefined ? [] : viewsOf(parent)),
    ...(post === undefined ? [] : [post]),
    ...replies.flatMap(viewsOf),
  ];
}
