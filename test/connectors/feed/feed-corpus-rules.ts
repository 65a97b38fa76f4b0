import { decodeHTML } from 'entities/decode';
import type { Parsed } from '../../../src/connectors/connector.js';
import type { Item } from '../../../src/domain/mention.js';

/** What a case of the corpus asserts of one post; see the corpus's own README. */
interface ExpectedItem {
  readonly index: number;
  readonly id?: string;
  readonly link?: string;
  readonly title?: string;
  readonly text?: string;
  readonly author?: string;
  readonly published?: string;
  readonly updated?: string;
  readonly date?: string;
  readonly categories?: readonly string[];
}

export interface CorpusCase {
  readonly name: string;
  readonly file: string;
  readonly group: string;
  readonly contentType?: string;
  readonly baseUrl?: string;
  readonly optional?: boolean;
  readonly hostile?: {
    readonly maxMs: number;
    readonly maxField?: number;
    readonly mustNotContain?: string;
  };
  readonly expect: {
    readonly feed?: { readonly title?: string; readonly link?: string };
    readonly itemCount?: number;
    readonly items?: readonly ExpectedItem[];
  };
}

/**
 * Compares what was read with what the corpus asserts, by the rules of its README.
 *
 * @returns what differs, in words; empty when the case passes
 */
export function differences({ expect }: CorpusCase, { place, items }: Parsed): string[] {
  const found: string[] = [];
  const check = (what: string, wanted: unknown, got: unknown, isRight: boolean): void => {
    if (wanted !== undefined && !isRight) {
      found.push(`${what}: ${JSON.stringify(wanted)} was read as ${JSON.stringify(got)}`);
    }
  };
  const { feed, itemCount } = expect;
  check('feed title', feed?.title, place.title, sameText(feed?.title, place.title));
  check('feed link', feed?.link, place.link, sameLink(feed?.link, place.link));
  check('number of items', itemCount, items.length, itemCount === items.length);
  for (const wanted of expect.items ?? []) {
    const item = items[wanted.index];
    if (item === undefined) found.push(`there is no item ${wanted.index}`);
    else checkItem(wanted, item, check);
  }
  return found;
}

function checkItem(
  wanted: ExpectedItem,
  item: Item,
  check: (what: string, wanted: unknown, got: unknown, isRight: boolean) => void,
): void {
  const { publishedAt, updatedAt, tags } = item;
  check('id', wanted.id, item.externalId, sameText(wanted.id, item.externalId));
  check('link', wanted.link, item.url, sameLink(wanted.link, item.url));
  check('title', wanted.title, item.title, sameText(wanted.title, item.title));
  check('text', wanted.text, item.text, sameText(wanted.text, item.text));
  check('author', wanted.author, item.author, sameAuthor(wanted.author, item.author?.name));
  check('published', wanted.published, publishedAt, sameTime(wanted.published, publishedAt));
  check('updated', wanted.updated, updatedAt, sameTime(wanted.updated, updatedAt));
  const isEither = [publishedAt, updatedAt].some((time) => sameTime(wanted.date, time));
  check('date', wanted.date, [publishedAt, updatedAt], isEither);
  const missing = wanted.categories?.filter((wish) => !tags.some((tag) => sameText(wish, tag)));
  check('categories', wanted.categories, tags, missing?.length === 0);
}

/** The visible text, white space aside. The suites give text or HTML, so either reading may match. */
function sameText(wanted: string | undefined, got: string | null): boolean {
  if (wanted === undefined || got === null) return false;
  const readings = [wanted, visible(wanted), visible(visible(wanted))];
  return readings.some((reading) => squashed(reading) === squashed(got));
}

function visible(html: string): string {
  const bare = html
    .replace(/<(script|style)\b[^]*?<\/\1>/gi, ' ')
    .replace(/<!--[^]*?-->/g, ' ')
    .replace(/<\/?[a-z!][^>]*>/gi, ' ');
  return decodeHTML(bare);
}

function squashed(text: string): string {
  return text.replace(/\s+/g, '');
}

function sameLink(wanted: string | undefined, got: string | null): boolean {
  return wanted !== undefined && URL.canParse(wanted) && new URL(wanted).href === got;
}

function sameTime(wanted: string | undefined, got: string | null): boolean {
  const seconds = (time: string): number => Math.floor(Date.parse(time) / 1000);
  return wanted !== undefined && got !== null && seconds(wanted) === seconds(got);
}

/** The name must be contained, one way or the other: suites differ on names with addresses. */
function sameAuthor(wanted: string | undefined, got: string | null | undefined): boolean {
  if (wanted === undefined || !got) return false;
  const [a, b] = [squashed(visible(wanted)), squashed(got)];
  return a.includes(b) || b.includes(a);
}

/** All texts anywhere in a value. */
export function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
