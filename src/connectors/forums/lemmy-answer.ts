import { z } from 'zod';
import type { Item, ItemAuthor } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { tidy, tidyLine } from '../text/plain-text.js';

const Creator = z.object({
  name: z.string(),
  display_name: z.string().nullish(),
  actor_id: z.string().nullish(),
  deleted: z.boolean().nullish(),
  bot_account: z.boolean().nullish(),
});

const Common = {
  id: z.number().int(),
  ap_id: z.string(),
  published: z.string(),
  updated: z.string().nullish(),
  deleted: z.boolean().nullish(),
  removed: z.boolean().nullish(),
};
const Post = z.object({ ...Common, name: z.string(), body: z.string().nullish() });
const Comment = z.object({
  ...Common,
  content: z.string(),
  path: z.string().nullish(),
  post_id: z.number().int(),
  local: z.boolean().nullish(),
});

const PostView = z.object({
  post: Post,
  creator: Creator,
  community: z.object({ name: z.string() }).nullish(),
});
const CommentView = z.object({
  comment: Comment,
  creator: Creator,
  post: z.object({ ap_id: z.string(), name: z.string() }).nullish(),
  community: z.object({ name: z.string() }).nullish(),
});
type PostView = z.output<typeof PostView>;
type CommentView = z.output<typeof CommentView>;

/** Lists and searches; a search has both, one of them empty. */
const Lists = z.object({
  posts: z.array(PostView).optional(),
  comments: z.array(CommentView).optional(),
  next_page: z.string().nullish(),
});
const OnePost = z.object({ post_view: PostView });
const OneComment = z.object({ comment_view: CommentView });

export interface LemmyAnswer {
  readonly items: readonly Item[];
  readonly gone: readonly string[];
  /** How many it held, those that are no items included. */
  readonly held: number;
  /** The token of the next page, from servers that give one. */
  readonly next: string | null;
}

/**
 * Reads the posts and comments of any answer of a Lemmy server.
 *
 * The id of a post is the address that all servers know it by. Texts are Markdown, as written.
 *
 * @param base address of the server that answered, with a slash at its end; null when not known
 * @throws Unreadable
 */
export function readLemmy(body: Uint8Array, base: string | null): LemmyAnswer {
  const schema = z.union([OnePost, OneComment, Lists.refine(hasAList)]);
  const answer = readJson(body, schema, 'The Lemmy server');
  const lists = listsOf(answer);
  const posts = lists.posts ?? [];
  const comments = lists.comments ?? [];
  const known = new Map(comments.map(({ comment }) => [comment.id, comment.ap_id]));
  const [standingPosts, gonePosts] = split(posts, ({ post }) => isGone(post));
  const [standing, gone] = split(comments, ({ comment }) => isGone(comment));
  return {
    items: [
      ...standingPosts.filter(isPersons).map((view) => fromPost(view, base)),
      ...standing.filter(isPersons).map((view) => fromComment(view, known, base)),
    ],
    gone: [...gonePosts.map(({ post }) => post.ap_id), ...gone.map(({ comment }) => comment.ap_id)],
    held: posts.length + comments.length,
    next: lists.next_page ?? null,
  };
}

function hasAList({ posts, comments }: z.output<typeof Lists>): boolean {
  return posts !== undefined || comments !== undefined;
}

function listsOf(
  answer: z.output<typeof OnePost> | z.output<typeof OneComment> | z.output<typeof Lists>,
): z.output<typeof Lists> {
  if ('post_view' in answer) return { posts: [answer.post_view] };
  if ('comment_view' in answer) return { comments: [answer.comment_view] };
  return answer;
}

function split<T>(all: readonly T[], isOut: (one: T) => boolean): [T[], T[]] {
  return [all.filter((one) => !isOut(one)), all.filter(isOut)];
}

/** Deleted by the author, or removed by a moderator; the text may or may not still be sent. */
function isGone({ deleted, removed }: z.output<typeof Post> | z.output<typeof Comment>): boolean {
  return deleted === true || removed === true;
}

/** Accounts that call themselves bots are no customers. */
function isPersons({ creator }: PostView | CommentView): boolean {
  return creator.bot_account !== true;
}

function fromPost({ post, creator, community }: PostView, base: string | null): Item {
  return {
    externalId: post.ap_id,
    url: absoluteUrl(`post/${post.id}`, base) ?? absoluteUrl(post.ap_id, null),
    title: tidyLine(post.name),
    text: tidy(post.body ?? ''),
    author: authorOf(creator),
    publishedAt: readDate(post.published),
    updatedAt: readDate(post.updated ?? ''),
    rating: null,
    tags: community ? [community.name] : [],
    parentId: null,
    language: null,
  };
}

function fromComment(
  view: CommentView,
  known: ReadonlyMap<number, string>,
  base: string | null,
): Item {
  const { comment, creator, post, community } = view;
  return {
    externalId: comment.ap_id,
    url: absoluteUrl(`comment/${comment.id}`, base) ?? absoluteUrl(comment.ap_id, null),
    title: post ? tidyLine(post.name) : null,
    text: tidy(comment.content),
    author: authorOf(creator),
    publishedAt: readDate(comment.published),
    updatedAt: readDate(comment.updated ?? ''),
    rating: null,
    tags: community ? [community.name] : [],
    parentId: parentOf(view, known, base),
    language: null,
  };
}

/**
 * `path` names all that a comment answers, by the numbers of this server: `0.100.200` is comment
 * 200 in answer to 100, `0.100` one in answer to the post.
 */
function parentOf(
  { comment, post }: CommentView,
  known: ReadonlyMap<number, string>,
  base: string | null,
): string | null {
  const parent = Number(comment.path?.split('.').at(-2) ?? 0);
  const home = base ?? (comment.local === true ? absoluteUrl('/', comment.ap_id) : null);
  if (parent > 0) return known.get(parent) ?? absoluteUrl(`comment/${parent}`, home);
  return post?.ap_id ?? absoluteUrl(`post/${comment.post_id}`, home);
}

function authorOf(creator: z.output<typeof Creator>): ItemAuthor | null {
  if (creator.deleted === true) return null;
  const { actor_id: address, name, display_name: shown } = creator;
  const url = address ? absoluteUrl(address, null) : null;
  // The same name on two servers is two accounts.
  const handle = url === null ? name : `${name}@${new URL(url).host}`;
  return { name: shown || name, handle, url };
}
