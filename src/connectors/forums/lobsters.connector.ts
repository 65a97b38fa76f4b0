import { z } from 'zod';
import type { Item, ItemAuthor } from '../../domain/mention.js';
import type { Asking, Connector } from '../connector.js';
import { readJson } from '../json-answer.js';
import { paged, type AnsweredPage } from '../paged.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { htmlToText, tidyLine } from '../text/plain-text.js';
import { MOST_ONE_BY_ONE, oneByOne } from '../one-by-one.js';

const LobstersParams = z.strictObject({
  tags: z
    .array(z.string().regex(/^[\w.+-]{1,30}$/, 'must be the name of a tag'))
    .max(20)
    .default([])
    .meta({ title: 'Tags', description: 'Only stories with one of these tags; empty for all' }),
});
type LobstersParams = z.output<typeof LobstersParams>;

const SITE = 'https://lobste.rs';

/** A name, or until about 2023 a whole account. */
const User = z
  .union([z.string(), z.object({ username: z.string() })])
  .transform((user) => (typeof user === 'string' ? user : user.username));

const Comment = z.object({
  short_id: z.string(),
  created_at: z.string(),
  last_edited_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  is_deleted: z.boolean().nullish(),
  is_moderated: z.boolean().nullish(),
  parent_comment: z.string().nullish(),
  comment: z.string(),
  commenting_user: User,
  short_id_url: z.string().nullish(),
});
const Story = z.object({
  short_id: z.string(),
  created_at: z.string(),
  title: z.string(),
  description: z.string().nullish(),
  submitter_user: User,
  tags: z.array(z.string()).default([]),
  short_id_url: z.string(),
  comments: z.array(Comment).nullish(),
});

interface Answer {
  readonly items: readonly Item[];
  readonly gone: readonly string[];
}

/** Lobsters, which does not want this use: off until the operator has its leave. */
export const lobstersConnector: Connector<LobstersParams> = {
  kind: 'lobsters',
  genre: 'forums',
  name: 'Lobsters',
  title: 'Lobsters: new stories, by tag or all',
  terms: {
    access: 'restricted',
    note:
      'Lobsters keeps programs out: its robots.txt shuts out all that it does not know, and it ' +
      'throttles services that watch for mentions to one question a day. Ask its operators first. ' +
      'Comments come only with a single story, so they are not read.',
    eraseWhenGone: false,
  },
  params: LobstersParams,
  locate: ({ tags }) => ({
    locator: [...tags].sort().join(','),
    host: 'lobste.rs',
    name: `Lobsters${tags.length === 0 ? '' : `: ${tags.join(', ')}`}`,
    url: tags.length === 0 ? `${SITE}/newest` : `${SITE}/t/${tags.join(',')}`,
  }),
  fromAddress: ({ hostname, pathname }) => {
    if (hostname !== 'lobste.rs') return null;
    const tags = /^\/t\/([^/]+)/.exec(pathname)?.[1]?.split(',') ?? [];
    return LobstersParams.safeParse({ tags }).data ?? null;
  },
  parse: async ({ body }) => ({ place: PLACE, ...read(body) }),
  ...paged(page),
  recheck: {
    most: MOST_ONE_BY_ONE,
    look: ({ posts, http, signal }) =>
      oneByOne(posts, async ({ externalId }) => {
        const id = encodeURIComponent(externalId);
        const { body } = await http.get(`${SITE}/s/${id}.json`, { signal, robots: true });
        const { items } = read(body);
        return items.find((item) => item.externalId === externalId) ?? 'there';
      }),
  },
};

const PLACE = { title: 'Lobsters', link: `${SITE}/` };

/** @param next number of the page; an empty one shows the end */
async function page(
  { params: { tags }, http, signal }: Asking<LobstersParams>,
  next: string | null,
): Promise<AnsweredPage> {
  const list = tags.length === 0 ? 'newest' : `t/${tags.join(',')}`;
  const part = next === null ? '' : `/page/${next}`;
  // It keeps programs out by robots.txt, so that is what must agree.
  const reply = await http.get(`${SITE}/${list}${part}.json`, { signal, robots: true });
  const { items, gone } = read(reply.body);
  const more = items.length === 0 ? null : String(Number(next ?? '1') + 1);
  return { place: PLACE, items, gone, next: more, freshForSeconds: reply.freshForSeconds };
}

/** @throws Unreadable */
function read(body: Uint8Array): Answer {
  const answer = readJson(body, z.union([z.array(Story), Story]), 'Lobsters');
  const stories = Array.isArray(answer) ? answer : [answer];
  const comments = stories.flatMap((story) =>
    (story.comments ?? []).map((comment) => ({ comment, story })),
  );
  const isGone = ({ comment }: { comment: z.output<typeof Comment> }): boolean =>
    comment.is_deleted === true || comment.is_moderated === true;
  return {
    items: [
      ...stories.map(fromStory),
      ...comments
        .filter((one) => !isGone(one))
        .map(({ comment, story }) => fromComment(comment, story)),
    ],
    gone: comments.filter(isGone).map(({ comment }) => comment.short_id),
  };
}

function fromStory(story: z.output<typeof Story>): Item {
  return {
    externalId: story.short_id,
    url: absoluteUrl(story.short_id_url, SITE),
    title: tidyLine(story.title),
    text: htmlToText(story.description ?? ''),
    author: authorOf(story.submitter_user),
    publishedAt: readDate(story.created_at),
    updatedAt: null,
    rating: null,
    tags: story.tags,
    parentId: null,
    language: null,
  };
}

function fromComment(comment: z.output<typeof Comment>, story: z.output<typeof Story>): Item {
  const edited = readDate(comment.last_edited_at ?? comment.updated_at ?? '');
  const published = readDate(comment.created_at);
  return {
    externalId: comment.short_id,
    url: absoluteUrl(comment.short_id_url ?? `/c/${comment.short_id}`, SITE),
    title: tidyLine(story.title),
    text: htmlToText(comment.comment),
    author: authorOf(comment.commenting_user),
    publishedAt: published,
    updatedAt: edited === published ? null : edited,
    rating: null,
    tags: [],
    parentId: comment.parent_comment ?? story.short_id,
    language: null,
  };
}

function authorOf(name: string): ItemAuthor | null {
  return name === '' ? null : { name, handle: name, url: `${SITE}/~${encodeURIComponent(name)}` };
}
