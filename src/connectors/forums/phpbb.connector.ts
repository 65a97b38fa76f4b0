import { z } from 'zod';
import type { Parsed, PolledConnector } from '../connector.js';
import type { Refine } from '../feed/build.js';
import { toText } from '../feed/construct.js';
import { pollFeed } from '../feed/poll.js';
import { readFeed } from '../feed/read.js';
import { recheckByLink } from '../feed/recheck.js';
import { leavingOwnNetwork } from '../moved.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { allowPrivate, webAddress } from '../params.js';

const id = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31);
const PhpbbParams = z.strictObject({
  url: webAddress.meta({
    title: 'Address of the board',
    description: 'Where its front page is, such as https://www.example.org/forum/',
  }),
  forum: id.optional().meta({
    title: 'Forum number',
    description: 'Reads this forum only: the number after f= in its address',
  }),
  topic: id.optional().meta({
    title: 'Topic number',
    description: 'Reads this topic only: the number after t= in its address',
  }),
  allowPrivate,
});
type PhpbbParams = z.output<typeof PhpbbParams>;

/** The scripts of a board, by which its addresses are known. */
const SCRIPT = /(?:viewtopic|viewforum|feed|memberlist)\.php$/;

/** A board that runs phpBB, by the feed that phpBB writes. */
export const phpbbConnector: PolledConnector<PhpbbParams> = {
  kind: 'phpbb',
  genre: 'forums',
  name: 'phpBB',
  title: 'phpBB: the newest posts of a board, a forum or a topic',
  terms: {
    access: 'open',
    note: 'Boards offer their feed to any program; some switch it off. It shows the newest 10 to 15 posts. Deleted posts are looked up on their own page.',
    eraseWhenGone: false,
  },
  params: PhpbbParams,
  locate: (params) => {
    const { host, pathname } = new URL(params.url);
    const name = `${host}${pathname.replace(/\/[^/]*$/, '')}`;
    return { locator: feedOf(params).url, host, name, url: params.url };
  },
  fromAddress: ({ href, pathname, searchParams }) => {
    if (!SCRIPT.test(pathname)) return null;
    const [forum, topic] = ['f', 't'].map(
      (name) => id.safeParse(Number(searchParams.get(name))).data,
    );
    const within = topic === undefined ? (forum === undefined ? {} : { forum }) : { topic };
    return { url: new URL('.', href).href, ...within };
  },
  moved: (params, url) => ({
    ...leavingOwnNetwork(params, params.url, url),
    url: new URL('.', url).href,
  }),
  parse: async (request) => {
    const { document, items } = await readFeed(request, withoutFooter);
    const { title, link, freshForSeconds } = document;
    return { place: { title, link }, items, freshForSeconds } satisfies Parsed;
  },
  poll: ({ params, ...request }) => pollFeed({ ...request, params: feedOf(params) }, withoutFooter),
  recheck: recheckByLink(feedOf),
};

function feedOf({ url, forum, topic, allowPrivate }: PhpbbParams): {
  readonly url: string;
  readonly allowPrivate: boolean | undefined;
} {
  const feed = new URL('feed.php', url.replace(/(?:\/|\/[^/]*\.php)?(?:[?#].*)?$/, '/'));
  if (forum !== undefined) feed.searchParams.set('f', String(forum));
  if (topic !== undefined) feed.searchParams.set('t', String(topic));
  return { url: feed.href, allowPrivate };
}

/** The author's page, in the footer that phpBB writes below each post, in the language of the board. */
const PROFILE = /<a\b[^>]{0,200}\bhref="([^"]{1,1000}\bmode=viewprofile\b[^"]{0,100})"/i;

/**
 * Takes off "Statistics: Posted by …" below the post, which is the board's and not the author's. Only
 * there stands the number of the author's account.
 */
const withoutFooter: Refine = (entry, found) => {
  const text = found.get('text');
  if (text === null) return entry;
  const start = text.content.lastIndexOf('<p>');
  const footer = start < 0 ? '' : text.content.slice(start);
  if (footer.length > 3_000 || !/<\/p>\s*<hr\s*\/?>\s*$/i.test(footer)) return entry;
  const profile = PROFILE.exec(footer)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const url = absoluteUrl(profile, text.base);
  const name = entry.author?.name ?? null;
  return {
    ...entry,
    text: toText({ ...text, content: text.content.slice(0, start) }),
    author:
      name === null ? entry.author : { name, handle: name, url: url ?? entry.author?.url ?? null },
  };
};
