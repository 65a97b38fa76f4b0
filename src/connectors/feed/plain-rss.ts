import { escaped } from './capture.js';
import type { Entry } from './document.js';

/** Elements beyond RSS 2.0 that carry what it has no element for; names as rss-parser shall see them. */
export interface BeyondRss {
  text?: string;
  updated?: string;
  creator?: string;
  authorHandle?: string;
  authorUrl?: string;
  parent?: string;
  rating?: string;
  language?: string;
}

export const BEYOND_RSS = [
  'text',
  'updated',
  'authorHandle',
  'authorUrl',
  'parent',
  'rating',
  'language',
] as const satisfies readonly (keyof BeyondRss)[];

/** Writes entries as the plain RSS 2.0 that rss-parser reads without loss. */
export function toPlainRss(entries: readonly Entry[]): string {
  return `<rss version="2.0"><channel>${entries.map(item).join('')}</channel></rss>`;
}

function item(entry: Entry): string {
  return (
    '<item>' +
    element('guid', entry.id) +
    element('link', entry.url) +
    element('title', entry.title) +
    element('pubDate', entry.publishedAt) +
    element('dc:creator', entry.author?.name ?? null) +
    entry.tags.map((tag) => element('category', tag)).join('') +
    element('text', entry.text === '' ? null : entry.text) +
    element('updated', entry.updatedAt) +
    element('authorHandle', entry.author?.handle ?? null) +
    element('authorUrl', entry.author?.url ?? null) +
    element('parent', entry.parentId) +
    element('rating', entry.rating === null ? null : String(entry.rating)) +
    element('language', entry.language) +
    '</item>'
  );
}

function element(name: string, text: string | null): string {
  return text === null ? '' : `<${name}>${escaped(text)}</${name}>`;
}
