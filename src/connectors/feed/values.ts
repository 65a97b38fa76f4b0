import { toLine, type TextKind } from './construct.js';
import type { Draft, Found } from './draft.js';
import type { FieldRule } from './fields.js';
import { offerLink, type FeedLinks } from './links.js';

/** An element whose value is to be taken over. */
export interface Valued {
  readonly name: string;
  readonly rule: FieldRule;
  readonly rank: number;
  readonly attributes: ReadonlyMap<string, string>;
  /** The base address where it stands. */
  readonly base: string | null;
}

export interface Taken {
  /** Whether the attributes said it all, so that the content does not count. */
  readonly isDone: boolean;
  /** What the element leads to, if it is a link to more of the feed. */
  readonly links: FeedLinks;
}

/** Takes over what stands in the attributes of links, tags and references to what is answered. */
export function takeAttributes(target: Draft, { rule, rank, attributes, base }: Valued): Taken {
  if (attributes.size === 0) return { isDone: false, links: {} };
  switch (rule.field) {
    case 'link':
      return { isDone: attributes.has('href'), links: offerLink(target, attributes, rank, base) };
    case 'parent':
      target.offer('parent', rank, plain(attributes.get('ref') ?? '', base));
      return { isDone: true, links: {} };
    case 'source':
      target.offer('sourceUrl', rank, plain(attributes.get('url') ?? '', base));
      return { isDone: false, links: {} };
    case 'tag': {
      const tags = ['label', 'term', 'text'].map((name) => attributes.get(name) ?? '');
      const told = tags.filter((tag) => addTag(target, tag));
      return { isDone: told.length > 0, links: {} };
    }
    default:
      return { isDone: false, links: {} };
  }
}

/** Takes over what stands between the tags. */
export function takeContent(target: Draft, element: Valued, found: Found): void {
  const { rule, rank, attributes, base } = element;
  switch (rule.field) {
    case 'link':
      // Some write a link's address between its tags.
      offerLink(target, new Map([...attributes, ['href', found.content]]), rank, base);
      return;
    case 'tag':
      addTag(target, toLine(found));
      return;
    case 'tags':
      for (const tag of toLine(found).split(',')) addTag(target, tag);
      return;
    default:
      target.offer(rule.field, rank, found);
      if (isPermalink(element, found)) target.offer('link', 4, found);
  }
}

/** A guid is the post's address unless it says that it is not (RSS 2.0). */
function isPermalink({ name, attributes }: Valued, { content }: Found): boolean {
  if (!name.toLowerCase().endsWith('guid')) return false;
  return attributes.get('isPermaLink') !== 'false' && /^\s*https?:/i.test(content);
}

/** Terms that are addresses name a kind of post, not what it is about. */
function addTag(target: Draft, tag: string): boolean {
  if (/^\s*https?:/.test(tag)) return false;
  const text = toLine(plain(tag, null, 'unstated'));
  if (text === '') return false;
  target.tags.push(text);
  return true;
}

export function plain(content: string, base: string | null, kind: TextKind = 'text'): Found {
  return { content, hasElements: false, kind, base };
}
