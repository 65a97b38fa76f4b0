import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import { readDate } from '../text/dates.js';
import { tidy, tidyLine } from '../text/plain-text.js';

export const POSTS = 'app.bsky.feed.post';

const Facet = z.object({
  index: z.object({ byteStart: z.number(), byteEnd: z.number() }),
  features: z.array(z.object({ uri: z.string().optional(), tag: z.string().optional() })),
});

const Picture = z.object({ alt: z.string().optional() });
const Media = Picture.extend({
  images: z.array(Picture).optional(),
  items: z.array(Picture).optional(),
  external: z
    .object({ uri: z.string(), title: z.string().optional(), description: z.string().optional() })
    .optional(),
});

/** What an account wrote into its repository, by the lexicon app.bsky.feed.post. */
export const PostRecord = z.object({
  $type: z.literal(POSTS),
  text: z.string(),
  createdAt: z.string(),
  langs: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional().catch(undefined),
  reply: z.object({ parent: z.object({ uri: z.string() }) }).optional(),
  // Clients of all kinds write these; a strange one must not cost the post.
  facets: z.array(Facet).optional().catch(undefined),
  embed: Media.extend({ media: Media.optional() }).optional().catch(undefined),
});
export type PostRecord = z.output<typeof PostRecord>;

/** A post as the network's own views show it. */
export const PostView = z.object({
  uri: z.string().startsWith('at://'),
  author: z.object({
    did: z.string(),
    handle: z.string(),
    displayName: z.string().optional(),
    labels: z.array(z.object({ val: z.string() })).optional(),
  }),
  record: PostRecord,
  indexedAt: z.string(),
});
export type PostView = z.output<typeof PostView>;

/** A page of posts, as searches and lookups give it. */
export const PostViews = z.object({ posts: z.array(PostView), cursor: z.string().optional() });

interface Around {
  /** at://did/collection/key */
  readonly uri: string;
  /** When the network saw the post; null when that is not told. */
  readonly seenAt: string | null;
  readonly editedAt?: string | null;
  readonly name?: string | null;
  readonly handle?: string;
}

/**
 * An account is known by its DID for ever and by its handle for a time, and the stream tells the
 * DID alone: so that is what stands as handle unless another one is given.
 */
export function itemOf(record: PostRecord, around: Around): Item {
  const { uri, seenAt, editedAt = null, name = null } = around;
  const [did = '', , key = ''] = uri.slice('at://'.length).split('/');
  return {
    externalId: uri,
    url: `https://bsky.app/profile/${did}/post/${key}`,
    title: null,
    text: textOf(record),
    author: { name, handle: around.handle ?? did, url: `https://bsky.app/profile/${did}` },
    publishedAt: earlier(readDate(record.createdAt), seenAt),
    updatedAt: editedAt,
    rating: null,
    tags: tagsOf(record),
    parentId: record.reply?.parent.uri ?? null,
    language: /^[a-z]{2}\b/.exec(record.langs?.[0] ?? '')?.[0] ?? null,
  };
}

/** @param stored whether the author is to be named as the stream names them */
export function itemOfView({ uri, author, record, indexedAt }: PostView, stored = false): Item {
  const shown = tidyLine(author.displayName ?? '') || author.handle;
  const seenAt = readDate(indexedAt);
  return itemOf(record, { uri, seenAt, name: shown, handle: stored ? author.did : author.handle });
}

/** Whether the author lets only people who are signed in see their posts. */
export function isForMembers({ author }: PostView): boolean {
  return author.labels?.some(({ val }) => val === '!no-unauthenticated') === true;
}

/** Writers claim any time they like, but none can have written what was seen before. */
function earlier(claimed: string | null, seen: string | null): string | null {
  if (claimed === null || seen === null) return claimed ?? seen;
  return claimed < seen ? claimed : seen;
}

function tagsOf({ tags = [], facets = [] }: PostRecord): string[] {
  const inText = facets.flatMap(({ features }) => features.map(({ tag }) => tag ?? ''));
  return [...new Set([...inText, ...tags].filter((tag) => tag !== ''))];
}

/** With its links written out, what its pictures show, and the card of its link: all name brands. */
function textOf(record: PostRecord): string {
  const { embed } = record;
  const text = withLinks(record);
  const media = [embed, embed?.media].filter((one) => one !== undefined);
  const cards = media.map(({ external }) => external).filter((card) => card !== undefined);
  const written = [
    text,
    ...cards.flatMap(({ title, description }) => [title, description]),
    ...cards.map(({ uri }) => (text.includes(uri) ? '' : uri)),
    ...media.flatMap(({ alt, images = [], items = [] }) => [
      alt,
      ...[...images, ...items].map((picture) => picture.alt),
    ]),
  ];
  return tidy(written.filter((part) => part !== undefined && part.trim() !== '').join('\n\n'));
}

/** Clients cut long addresses short ("shop.example/a/b..."); facets keep them, by bytes of UTF-8. */
function withLinks({ text, facets = [] }: PostRecord): string {
  const links = facets
    .map(({ index, features }) => ({ ...index, uri: features.find(({ uri }) => uri)?.uri }))
    .filter(({ uri }) => uri !== undefined)
    .sort((a, b) => a.byteStart - b.byteStart);
  if (links.length === 0) return text;
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  let from = 0;
  for (const { byteStart, byteEnd, uri = '' } of links) {
    if (byteStart < from || byteEnd <= byteStart || byteEnd > bytes.length) continue;
    const words = bytes.subarray(byteStart, byteEnd).toString();
    parts.push(bytes.subarray(from, byteStart), Buffer.from(linkText(words, uri)));
    from = byteEnd;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]).toString();
}

function linkText(words: string, uri: string): string {
  const bare = words.replace(/^https?:\/\//, '').replace(/(?:\.{3}|…)$/, '');
  return uri.replace(/^https?:\/\//, '').startsWith(bare) ? uri : `${words} (${uri})`;
}
