import { z } from 'zod';
import type { Item } from '../../domain/mention.js';
import { readJson } from '../json-answer.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readDate } from '../text/dates.js';
import { tidy, tidyLine } from '../text/plain-text.js';

const Label = z.object({ label: z.string() });
const Link = z.object({ attributes: z.object({ href: z.string() }) });

const Entry = z.object({
  id: Label,
  title: Label,
  content: Label.optional(),
  author: z.object({ name: Label, uri: Label.optional() }).optional(),
  link: z.union([Link, z.array(Link)]).optional(),
  /** Recordings of 2021 have none; later answers do. */
  updated: Label.optional(),
  'im:rating': Label.optional(),
  'im:version': Label.optional(),
});

type Entry = z.output<typeof Entry>;

const Answer = z.object({
  feed: z.object({
    id: Label,
    title: Label.optional(),
    /** Left out when there are no reviews, and bare when there is one. */
    entry: z.union([Entry, z.array(Entry)]).optional(),
  }),
});

/**
 * Reads the JSON form of Apple's feed of customer reviews.
 *
 * @throws Unreadable
 */
export function readJsonReviews(body: Uint8Array): { title: string | null; items: Item[] } {
  const { feed } = readJson(body, Answer, 'The App Store');
  const entries = Array.isArray(feed.entry) ? feed.entry : feed.entry ? [feed.entry] : [];
  return { title: feed.title?.label ?? null, items: entries.filter(isReview).map(itemOf) };
}

/** Old answers begin with the app itself, which nobody rated in its own feed. */
function isReview(entry: Entry): boolean {
  return entry['im:rating'] !== undefined;
}

function itemOf(entry: Entry): Item {
  const profile = absoluteUrl(entry.author?.uri?.label ?? '', null);
  const link = Array.isArray(entry.link) ? entry.link[0] : entry.link;
  const version = entry['im:version']?.label.trim() ?? '';
  const date = readDate(entry.updated?.label ?? '');
  return {
    externalId: entry.id.label,
    url: absoluteUrl(link?.attributes.href ?? '', null),
    title: tidyLine(entry.title.label) || null,
    text: tidy(entry.content?.label ?? ''),
    author:
      entry.author === undefined
        ? null
        : { name: entry.author.name.label, handle: handleOf(profile), url: profile },
    publishedAt: date,
    updatedAt: date,
    rating: Number.parseInt(entry['im:rating']?.label ?? '', 10) || null,
    tags: version === '' ? [] : [`version ${version}`],
    parentId: null,
    language: null,
  };
}

/** `https://itunes.apple.com/gb/reviews/id21079568` → `21079568`. */
export function handleOf(profile: string | null): string | null {
  return /\/reviews\/id(\d+)/.exec(profile ?? '')?.[1] ?? null;
}
