/**
 * What elements mean, by their key (`vocabulary:name`, see namespaces.ts). RSS and Atom elements
 * are listed by their bare name, since either may stand in the other's feed. Of several elements
 * for one field that of the lowest rank counts, of equal ones the first that is not empty.
 */
export interface FieldRule {
  readonly field: Field;
  readonly rank: number;
  /** How its text is to be read when the element does not say. */
  readonly kind?: 'html';
}

export type Field =
  | 'id'
  | 'link'
  | 'title'
  | 'text'
  | 'author'
  | 'published'
  | 'updated'
  | 'tag'
  | 'tags'
  | 'language'
  | 'parent'
  | 'rating'
  | 'source'
  | 'sourceUrl'
  | 'generator'
  | 'ttl'
  | 'updatePeriod'
  | 'updateFrequency';

type Rules = Readonly<Record<string, FieldRule>>;

const COMMON: Rules = {
  title: { field: 'title', rank: 0 },
  'dc:title': { field: 'title', rank: 2 },
  'media:title': { field: 'title', rank: 4 },
  link: { field: 'link', rank: 0 },
  author: { field: 'author', rank: 0 },
  'dc:creator': { field: 'author', rank: 2 },
  'itunes:author': { field: 'author', rank: 4 },
  language: { field: 'language', rank: 0 },
  'dc:language': { field: 'language', rank: 2 },
};

const ENTRY: Rules = {
  ...COMMON,
  guid: { field: 'id', rank: 0 },
  id: { field: 'id', rank: 0 },
  'dc:identifier': { field: 'id', rank: 6 },
  'feedburner:origlink': { field: 'link', rank: -1 },
  'content:encoded': { field: 'text', rank: 0, kind: 'html' },
  encoded: { field: 'text', rank: 0, kind: 'html' },
  content: { field: 'text', rank: 2 },
  'xhtml:body': { field: 'text', rank: 2, kind: 'html' },
  body: { field: 'text', rank: 2, kind: 'html' },
  fullitem: { field: 'text', rank: 2 },
  description: { field: 'text', rank: 4 },
  summary: { field: 'text', rank: 4 },
  'dc:description': { field: 'text', rank: 6 },
  'media:description': { field: 'text', rank: 6 },
  'itunes:summary': { field: 'text', rank: 8 },
  pubdate: { field: 'published', rank: 0 },
  published: { field: 'published', rank: 0 },
  issued: { field: 'published', rank: 1 },
  'dcterms:issued': { field: 'published', rank: 2 },
  'dc:date': { field: 'published', rank: 4 },
  created: { field: 'published', rank: 6 },
  'dcterms:created': { field: 'published', rank: 6 },
  updated: { field: 'updated', rank: 0 },
  modified: { field: 'updated', rank: 0 },
  'dcterms:modified': { field: 'updated', rank: 2 },
  category: { field: 'tag', rank: 0 },
  'dc:subject': { field: 'tag', rank: 0 },
  'itunes:category': { field: 'tag', rank: 0 },
  'media:category': { field: 'tag', rank: 0 },
  'media:keywords': { field: 'tags', rank: 0 },
  'itunes:keywords': { field: 'tags', rank: 0 },
  'thr:in-reply-to': { field: 'parent', rank: 0 },
  'im:rating': { field: 'rating', rank: 0 },
  'rss:source': { field: 'source', rank: 0 },
};

const FEED: Rules = {
  ...COMMON,
  generator: { field: 'generator', rank: 0 },
  ttl: { field: 'ttl', rank: 0 },
  'sy:updateperiod': { field: 'updatePeriod', rank: 0 },
  'sy:updatefrequency': { field: 'updateFrequency', rank: 0 },
};

/** Elements that only hold others: what stands within counts as if it stood outside. */
const TRANSPARENT = new Set(['media:group', 'media:content']);

export const isTransparent = (key: string): boolean => TRANSPARENT.has(key);

/** The rule for an element of an entry, or of the feed itself. */
export function ruleFor(key: string, within: 'entry' | 'feed'): FieldRule | null {
  const rules = within === 'entry' ? ENTRIES : FEEDS;
  return rules.get(key) ?? null;
}

/** Bare names stand for both RSS and Atom; the feed's own of the two is preferred by the reader. */
function byKey(rules: Rules): ReadonlyMap<string, FieldRule> {
  const map = new Map<string, FieldRule>();
  for (const [name, rule] of Object.entries(rules)) {
    const keys = name.includes(':') ? [name] : [`rss:${name}`, `atom:${name}`];
    for (const key of keys) map.set(key, rule);
  }
  return map;
}

const ENTRIES = byKey(ENTRY);
const FEEDS = byKey(FEED);
