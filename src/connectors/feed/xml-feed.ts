import { readAttributes } from './attributes.js';
import { readAuthor, type AuthorParts } from './author.js';
import { buildFeed, type Refine } from './build.js';
import { Capture } from './capture.js';
import { atomKind, type TextKind } from './construct.js';
import { Draft } from './draft.js';
import type { FeedDocument } from './document.js';
import { decodeEntities } from '../text/entities.js';
import { isTransparent, ruleFor, type FieldRule } from './fields.js';
import type { FeedLinks } from './links.js';
import { Scope } from './namespaces.js';
import { plain, takeAttributes, takeContent, type Valued } from './values.js';
import { XmlReader, type XmlHandler } from './xml-reader.js';

/** What an open element is to the reader. */
type Role =
  /** Before the feed's root, and whatever means nothing. */
  | 'other'
  /** An extension that nobody here knows: posts within it are not the feed's. */
  | 'foreign'
  /** The root or the channel: its elements describe the feed. */
  | 'feed'
  | 'entry'
  | 'author'
  /** The element whose content is being captured. */
  | 'captured'
  /** An element within a captured one. */
  | 'inside';

interface Frame {
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  /** For what it is captured, or whose author it is; null where that does not apply. */
  readonly valued: Valued | null;
}

/**
 * Reads RSS 0.9x, 1.0 (RDF), 2.0 and Atom 0.3, 1.0, with the vocabularies that are mixed into
 * them, well-formed or not.
 *
 * @param url where the document came from: the base of relative addresses
 * @param refine what is particular to the posts of a kind of place
 * @returns null when it is no feed, or was cut off before its first post was whole
 */
export function readXmlFeed(
  source: string,
  url: string | null,
  refine?: Refine,
): FeedDocument | null {
  return new FeedReader(source, url, refine).read();
}

class FeedReader implements XmlHandler {
  private readonly xml: XmlReader;
  private readonly frames: Frame[] = [];
  private readonly outermost: Scope;
  private readonly entries: Draft[] = [];
  private feed: Draft | null = null;
  private entry: Draft | null = null;
  private capture: Capture | null = null;
  private author: AuthorParts | null = null;
  private links: FeedLinks = {};
  /** Vocabulary of the root, whose elements go before those mixed in. */
  private own = 'rss';
  private isAtom = false;

  constructor(
    source: string,
    url: string | null,
    private readonly refine: Refine | undefined,
  ) {
    this.xml = new XmlReader(source, this);
    this.outermost = new Scope(url, null);
  }

  read(): FeedDocument | null {
    this.xml.read();
    if (this.feed === null) return null;
    // An entry still open was cut off: half a post, perhaps under a wrong id, would be worse than none.
    const isCutOff = this.entry !== null;
    if (this.entries.length === 0 && (isCutOff || this.feed.isEmpty())) return null;
    const inheritance = { ownAuthor: this.isAtom, refine: this.refine };
    return buildFeed(this.feed, this.entries, this.links, inheritance);
  }

  open(name: string, attributes: string): void {
    const around = this.frames.at(-1);
    const outer = around?.scope ?? this.outermost;
    if (this.capture !== null) {
      this.capture.open(name);
      this.push(name, 'inside', outer);
      return;
    }
    const scope = outer.inner(attributes, this.xml.entities);
    const key = scope.key(name);
    if (this.feed === null) this.openRoot(name, key, scope);
    else if (this.opensEntry(key, around?.role)) this.openEntry(name, scope, attributes);
    else if (around?.role === 'author') this.openAuthorPart(name, key, scope);
    else this.openField(name, key, scope, attributes, around?.role ?? 'other');
  }

  close(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    if (frame.role === 'inside') this.capture?.close(frame.name);
    else if (frame.role === 'captured') this.endCapture(frame);
    else if (frame.role === 'entry' && this.around() !== 'entry') this.endEntry();
    else if (frame.role === 'author' && frame.valued !== null) this.endAuthor(frame.valued);
  }

  text(raw: string, isCdata: boolean): void {
    if (this.capture === null && this.author === null) return;
    const text = isCdata ? raw : decodeEntities(raw, this.xml.entities);
    if (this.capture !== null) this.capture.text(text);
    else if (this.author !== null) this.author.text += text;
  }

  private push(name: string, role: Role, scope: Scope, valued: Valued | null = null): void {
    this.frames.push({ name, role, scope, valued });
  }

  private around(): Role {
    return this.frames.at(-1)?.role ?? 'other';
  }

  private openRoot(name: string, key: string, scope: Scope): void {
    const local = localName(key);
    const isRoot = local === 'rss' || local === 'rdf' || local === 'feed' || local === 'channel';
    if (isRoot) {
      this.feed = new Draft(scope.language);
      this.isAtom = local === 'feed';
      this.own = key.startsWith('atom:') ? 'atom' : 'rss';
    }
    this.push(name, isRoot ? 'feed' : 'other', scope);
  }

  private opensEntry(key: string, around: Role | undefined): boolean {
    if (this.entry !== null || around === 'foreign') return false;
    return key === 'rss:item' || key === 'rss:entry' || key === 'atom:entry';
  }

  private openEntry(name: string, scope: Scope, source: string): void {
    this.entry = new Draft(scope.language);
    if (source.includes('about')) {
      const attributes = readAttributes(source, this.xml.entities);
      const about = attributes.get('rdf:about') ?? attributes.get('about') ?? '';
      this.entry.offer('id', 2, plain(about, scope.base));
    }
    this.push(name, 'entry', scope);
  }

  private openField(name: string, key: string, scope: Scope, source: string, around: Role): void {
    const target = this.target(around);
    const rule = target === null ? null : ruleFor(key, around === 'entry' ? 'entry' : 'feed');
    if (target === null || rule === null) {
      this.push(name, roleOf(key, around), scope);
      return;
    }
    const attributes = source === '' ? NONE : readAttributes(source, this.xml.entities);
    const rank = rule.rank + (key.startsWith(`${this.own}:`) ? 0 : 1);
    const valued = { name, rule, rank, attributes, base: scope.base };
    if (rule.field === 'author') {
      this.author = { name: '', email: '', uri: '', text: '' };
      this.push(name, 'author', scope, valued);
      return;
    }
    const { isDone, links } = takeAttributes(target, valued);
    if (target === this.feed) this.links = { ...links, ...this.links };
    if (!isDone) this.capture = new Capture(this.kindOf(key, rule, attributes));
    this.push(name, isDone ? 'other' : 'captured', scope, valued);
  }

  private target(around: Role): Draft | null {
    if (around === 'entry') return this.entry;
    return around === 'feed' ? this.feed : null;
  }

  /** Only Atom says what kind of text an element holds. */
  private kindOf(key: string, rule: FieldRule, attributes: ReadonlyMap<string, string>): TextKind {
    if (rule.kind !== undefined) return rule.kind;
    const isAtoms = key.startsWith('atom:') || (this.isAtom && key.startsWith('rss:'));
    if (!isAtoms) return 'unstated';
    return atomKind(attributes.get('type') ?? null, attributes.get('mode') ?? null);
  }

  private endCapture({ name, scope, valued }: Frame): void {
    if (this.capture === null) return;
    const found = { ...this.capture.finish(), base: scope.base };
    this.capture = null;
    if (valued === null) return this.endAuthorPart(name, found.content);
    const target = this.target(this.around());
    if (target !== null) takeContent(target, valued, found);
  }

  private openAuthorPart(name: string, key: string, scope: Scope): void {
    const isPart = ['name', 'email', 'uri', 'url', 'homepage'].includes(localName(key));
    if (isPart) this.capture = new Capture('unstated');
    this.push(name, isPart ? 'captured' : 'author', scope);
  }

  private endAuthorPart(name: string, content: string): void {
    if (this.author === null) return;
    const local = localName(name).toLowerCase();
    if (local === 'name' || local === 'email') this.author[local] ||= content;
    else this.author.uri ||= content;
  }

  private endAuthor({ rank, base }: Valued): void {
    if (this.author === null) return;
    this.target(this.around())?.offerAuthor(rank, readAuthor(this.author, base));
    this.author = null;
  }

  private endEntry(): void {
    if (this.entry !== null) this.entries.push(this.entry);
    this.entry = null;
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** What an element without a meaning of its own is. */
function roleOf(key: string, around: Role): Role {
  if (around === 'entry' && isTransparent(key)) return 'entry';
  if (around === 'foreign' || key.startsWith('?:')) return 'foreign';
  return around === 'feed' && /^(?:rss|atom):(?:channel|feed)$/.test(key) ? 'feed' : 'other';
}
