import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import type { Parsed } from '../connector.js';
import { Unreadable } from '../errors.js';
import { readDate } from '../text/dates.js';
import { tidy, tidyLine } from '../text/plain-text.js';

const User = z
  .object({ login: z.string(), html_url: z.string().nullish(), type: z.string().nullish() })
  .nullish();

const Post = z.object({
  id: z.int(),
  node_id: z.string(),
  html_url: z.url(),
  title: z.string().nullish(),
  body: z.string().nullish(),
  user: User,
  created_at: z.string(),
  updated_at: z.string().nullish(),
  labels: z.array(z.object({ name: z.string() })).nullish(),
  category: z.object({ name: z.string() }).nullish(),
});
type Post = z.output<typeof Post>;

const Event = z.object({
  action: z.string(),
  repository: z.object({ full_name: z.string(), html_url: z.string() }),
  issue: Post.optional(),
  discussion: Post.optional(),
  comment: Post.optional(),
});
type Event = z.output<typeof Event>;

/** Events that carry a post; GitHub has many others, the ping on set-up among them. */
const WITH_POSTS = new Set(['issues', 'issue_comment', 'discussion', 'discussion_comment']);
/** What was written or changed; closing, labelling and the like bring no words of a customer. */
const WRITTEN = new Set(['opened', 'created', 'edited', 'reopened']);

/** Whether a payload looks like an event about a post, however it came. */
export function isGithubEvent(payload: unknown): boolean {
  return Event.safeParse(payload).data !== undefined && hasPost(payload as object);
}

const hasPost = (payload: object): boolean =>
  'issue' in payload || 'discussion' in payload || 'comment' in payload;

/**
 * Reads an event of GitHub: the post that was written, or the id of one that was deleted.
 *
 * @param event as the header `X-GitHub-Event` names it; null when the shape must tell
 * @throws Unreadable
 */
export function readGithubEvent(payload: unknown, event: string | null): Parsed {
  if (event !== null && !WITH_POSTS.has(event))
    return { place: { title: null, link: null }, items: [] };
  const { data } = Event.safeParse(payload);
  const post = data?.comment ?? data?.issue ?? data?.discussion;
  if (data === undefined || post === undefined)
    throw new Unreadable(
      `GitHub sent an event "${event ?? ''}" of another form than expected. Look for a newer Earshot.`,
    );
  const { action, repository } = data;
  const place = { title: repository.full_name, link: repository.html_url };
  if (action === 'deleted') return { place, items: [], gone: [idOf(data, post)] };
  const isWanted = WRITTEN.has(action) && !isBot(post);
  return { place, items: isWanted ? [itemOf(data, post)] : [] };
}

/**
 * As the connector of GitHub names them: issues by their number over all of GitHub, their comments
 * by theirs, which is counted apart, and whatever belongs to discussions by its global id.
 */
function idOf({ comment, issue, discussion }: Event, post: Post): string {
  if (discussion) return post.node_id;
  return issue && post === comment ? `comment-${post.id}` : String(post.id);
}

function parentOf({ comment, issue, discussion }: Event, post: Post): string | null {
  if (post !== comment) return null;
  return issue ? String(issue.id) : (discussion?.node_id ?? null);
}

const isBot = ({ user }: Post): boolean => user?.type === 'Bot';

function itemOf(event: Event, post: Post): Item {
  const { user, labels, category, title, body } = post;
  const [publishedAt, updatedAt] = [readDate(post.created_at), readDate(post.updated_at ?? '')];
  return {
    externalId: idOf(event, post),
    url: post.html_url,
    title: tidyLine(title ?? '') || null,
    text: tidy(body ?? ''),
    author: user ? { name: user.login, handle: user.login, url: user.html_url ?? null } : null,
    publishedAt,
    updatedAt: updatedAt === publishedAt ? null : updatedAt,
    rating: null,
    tags: [...(labels ?? []), ...(category ? [category] : [])].map(({ name }) => name),
    parentId: parentOf(event, post),
    language: null,
  };
}
