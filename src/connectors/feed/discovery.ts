import { Tokenizer } from 'htmlparser2';
import { fromCodePoint } from 'entities/decode';
import { absoluteUrl } from '../text/absolute-url.js';
import { tidyLine } from '../text/plain-text.js';

/** A feed that a web page names. */
export interface FoundFeed {
  readonly url: string;
  readonly title: string | null;
  /** As the page states it: `application/rss+xml`, for example. */
  readonly type: string;
}

const FEED_TYPE = /^(?:application|text)\/(?:rss|atom|rdf|feed)\+(?:xml|json)$|^application\/json$/;

/** Pages are looked at this far, in characters: what they say of themselves comes early. */
const MAX_LENGTH = 1_000_000;
const MAX_FEEDS = 50;

/**
 * Finds the feeds that a page offers by `<link rel="alternate">`, in the page's order.
 *
 * @param baseUrl the page's own address
 */
export function discoverFeeds(html: string, baseUrl: string): FoundFeed[] {
  let base = baseUrl;
  const feeds = new Map<string, FoundFeed>();
  for (const { name, attributes } of tags(html.slice(0, MAX_LENGTH))) {
    if (name === 'base') base = absoluteUrl(attributes.get('href') ?? '', baseUrl) ?? base;
    if (name !== 'link' || feeds.size >= MAX_FEEDS) continue;
    const relations = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
    const type = (attributes.get('type') ?? '').toLowerCase().trim();
    const url = absoluteUrl(attributes.get('href') ?? '', base);
    if (!relations.includes('alternate') || !FEED_TYPE.test(type) || url === null) continue;
    if (feeds.has(url)) continue;
    feeds.set(url, { url, title: tidyLine(attributes.get('title') ?? '') || null, type });
  }
  return [...feeds.values()];
}

/** Whether a text is a web page. */
export function isPage(text: string): boolean {
  return /<(?:!doctype\s+html|html|head|body)\b/i.test(text.slice(0, 4096));
}

interface Tag {
  readonly name: string;
  readonly attributes: Map<string, string>;
}

/** The `<base>` and `<link>` tags of a page, outside of scripts and comments. */
function tags(html: string): Tag[] {
  const found: Tag[] = [];
  let current: Tag | null = null;
  let attribute = '';
  let value = '';
  const end = (): void => {
    if (current !== null) found.push(current);
    current = null;
  };
  const nothing = (): void => undefined;
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname: (from, to) => {
        const name = html.slice(from, to).toLowerCase();
        current = name === 'link' || name === 'base' ? { name, attributes: new Map() } : null;
      },
      onattribname: (from, to) => {
        attribute = html.slice(from, to).toLowerCase();
        value = '';
      },
      onattribdata: (from, to) => {
        if (current !== null) value += html.slice(from, to);
      },
      onattribentity: (codePoint) => {
        if (current !== null) value += fromCodePoint(codePoint);
      },
      onattribend: () => {
        if (current?.attributes.has(attribute) === false) current.attributes.set(attribute, value);
      },
      onopentagend: end,
      onselfclosingtag: end,
      oncdata: nothing,
      onclosetag: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onprocessinginstruction: nothing,
      ontext: nothing,
      ontextentity: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return found;
}
