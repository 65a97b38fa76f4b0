import { wallTime } from './clock.js';
import { element, escaped, paragraphs } from './markup.js';
import type { DemoPlace } from './place.js';
import { externalId, type Shown } from './scene.js';

/** All that a feed needs besides the posts. */
interface FeedContext {
  readonly place: DemoPlace;
  /** Address of the place, without a slash at its end. */
  readonly home: string;
  readonly startedAt: Date;
  readonly changedAt: Date;
  readonly page: number;
  readonly hasNext: boolean;
}

export const postUrl = (home: string, id: string): string => `${home}/posts/${id}`;
const pageUrl = (home: string, page: number): string =>
  page === 1 ? `${home}/feed` : `${home}/feed?page=${page}`;

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

function rss({ place, home, startedAt, changedAt }: FeedContext, items: readonly Shown[]): string {
  const item = ({ post, text }: Shown): string =>
    `<item>${element('title', post.title)}${element('link', postUrl(home, post.id))}` +
    `<guid isPermaLink="false">${escaped(externalId(place, post))}</guid>` +
    element('pubDate', wallTime(startedAt, post.at).toUTCString()) +
    element('dc:creator', post.by) +
    `${element('description', paragraphs(text))}</item>`;
  return (
    `${XML}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" ` +
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>' +
    element('title', place.name) +
    element('link', `${home}/`) +
    `<atom:link rel="self" type="application/rss+xml" href="${escaped(`${home}/feed`)}"/>` +
    element('description', place.about) +
    `<language>en</language>${element('lastBuildDate', changedAt.toUTCString())}\n` +
    `${items.map(item).join('\n')}\n</channel></rss>\n`
  );
}

function atom(context: FeedContext, items: readonly Shown[]): string {
  const { place, home, startedAt, changedAt, page, hasNext } = context;
  const link = (rel: string, href: string): string =>
    `<link rel="${rel}" href="${escaped(href)}"/>`;
  const date = (seconds: number): string => wallTime(startedAt, seconds).toISOString();
  const entry = ({ post, text, changedAt: editedAt }: Shown): string =>
    `<entry>${element('id', externalId(place, post))}${element('title', post.title ?? '')}` +
    link('alternate', postUrl(home, post.id)) +
    `<author>${element('name', post.by)}</author>` +
    (post.re
      ? `<thr:in-reply-to ref="${escaped(externalId(place, { ...post, id: post.re }))}"/>`
      : '') +
    `${element('published', date(post.at))}${element('updated', date(editedAt))}` +
    `<content type="html">${escaped(paragraphs(text))}</content></entry>`;
  return (
    `${XML}<feed xmlns="http://www.w3.org/2005/Atom" ` +
    'xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="en">' +
    `${element('id', `tag:${place.slug}.example,2026:feed`)}${element('title', place.name)}` +
    `${element('subtitle', place.about)}${element('updated', changedAt.toISOString())}` +
    link('self', pageUrl(home, page)) +
    link('alternate', `${home}/`) +
    (hasNext ? link('next', pageUrl(home, page + 1)) : '') +
    `\n${items.map(entry).join('\n')}\n</feed>\n`
  );
}

function rdf({ place, home, startedAt }: FeedContext, items: readonly Shown[]): string {
  const resource = ({ post }: Shown): string =>
    `<rdf:li rdf:resource="${escaped(externalId(place, post))}"/>`;
  const item = ({ post, text }: Shown): string =>
    `<item rdf:about="${escaped(externalId(place, post))}">${element('title', post.title ?? '')}` +
    element('link', postUrl(home, post.id)) +
    `${element('dc:date', wallTime(startedAt, post.at).toISOString())}${element('dc:creator', post.by)}` +
    `${element('description', paragraphs(text))}</item>`;
  return (
    `${XML}<rdf:RDF xmlns="http://purl.org/rss/1.0/" ` +
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" ' +
    'xmlns:dc="http://purl.org/dc/elements/1.1/">' +
    `<channel rdf:about="${escaped(`${home}/feed`)}">${element('title', place.name)}` +
    `${element('link', `${home}/`)}${element('description', place.about)}` +
    `<items><rdf:Seq>${items.map(resource).join('')}</rdf:Seq></items></channel>\n` +
    `${items.map(item).join('\n')}\n</rdf:RDF>\n`
  );
}

function json({ place, home, startedAt }: FeedContext, items: readonly Shown[]): string {
  const date = (seconds: number): string => wallTime(startedAt, seconds).toISOString();
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: place.name,
    description: place.about,
    home_page_url: `${home}/`,
    feed_url: `${home}/feed`,
    language: 'en',
    items: items.map(({ post, text, changedAt }) => ({
      id: externalId(place, post),
      url: postUrl(home, post.id),
      ...(post.title === null ? {} : { title: post.title }),
      content_text: text,
      date_published: date(post.at),
      ...(changedAt === post.at ? {} : { date_modified: date(changedAt) }),
      authors: [{ name: post.by }],
    })),
  });
}

/** The four kinds of feed, each as its own standard wants it. */
export const FEEDS = {
  rss: { contentType: 'application/rss+xml; charset=utf-8', render: rss },
  atom: { contentType: 'application/atom+xml; charset=utf-8', render: atom },
  rdf: { contentType: 'application/rdf+xml; charset=utf-8', render: rdf },
  json: { contentType: 'application/feed+json; charset=utf-8', render: json },
} as const;
