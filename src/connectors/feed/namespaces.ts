import type { DeclaredEntities } from '../text/entities.js';
import { absoluteUrl } from '../text/absolute-url.js';
import { readAttributes } from './attributes.js';

/**
 * Vocabularies that feeds mix, under one short name each. RSS and Atom in all their versions share
 * most names and are told apart only where it matters (`rss:`, `atom:`).
 */
const VOCABULARIES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [
    /^http:\/\/www\.w3\.org\/2005\/atom|^http:\/\/purl\.org\/atom\/|^uri\/of\/echo\/|^http:\/\/purl\.org\/(?:echo|pie)\b|^http:\/\/example\.com\/(?:newformat|necho)/,
    'atom',
  ],
  [/^http:\/\/purl\.org\/(?:rss\/1\.0\/?|net\/rss1\.1#?)$/, 'rss'],
  [/^http:\/\/(?:my|channel)\.netscape\.com\/rdf\/simple\/0\.9/, 'rss'],
  [
    /^http:\/\/(?:backend\.userland\.com\/|blogs\.law\.harvard\.edu\/tech\/|www\.rssboard\.org\/|cyber\.law\.harvard\.edu\/)/,
    'rss',
  ],
  [/^http:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns/, 'rdf'],
  [/^http:\/\/purl\.org\/dc\/elements\/1\.[01]/, 'dc'],
  [/^http:\/\/purl\.org\/dc\/terms/, 'dcterms'],
  [/^http:\/\/purl\.org\/rss\/1\.0\/modules\/content/, 'content'],
  [/^http:\/\/purl\.org\/rss\/1\.0\/modules\/syndication/, 'sy'],
  [/^http:\/\/search\.yahoo\.com\/mrss/, 'media'],
  [/^http:\/\/www\.itunes\.com\/dtds\/podcast|^http:\/\/example\.com\/dtds\/podcast/, 'itunes'],
  [/^http:\/\/itunes\.apple\.com\/rss/, 'im'],
  [/^http:\/\/purl\.org\/syndication\/thread/, 'thr'],
  [/^http:\/\/rssnamespace\.org\/feedburner/, 'feedburner'],
  [/^http:\/\/www\.w3\.org\/1999\/xhtml/, 'xhtml'],
  [/^http:\/\/www\.w3\.org\/xml\/1998\/namespace/, 'xml'],
];

/** Prefixes that feeds use without declaring them. */
const CUSTOMARY = new Set([
  'atom',
  'rss',
  'rdf',
  'dc',
  'dcterms',
  'content',
  'sy',
  'media',
  'itunes',
  'im',
  'thr',
  'feedburner',
  'xhtml',
  'xml',
]);

/** A vocabulary nobody here knows. */
const UNKNOWN = '?';

const known = new Map<string, string>();

function vocabulary(uri: string): string {
  const remembered = known.get(uri);
  if (remembered !== undefined) return remembered;
  const lower = uri.trim().toLowerCase();
  const name = VOCABULARIES.find(([pattern]) => pattern.test(lower))?.[1] ?? UNKNOWN;
  // Bounded, since the addresses come from outside.
  if (known.size < 1000) known.set(uri, name);
  return name;
}

/**
 * What holds within an element: namespace prefixes, base address and language.
 * Scopes are chained, so an element that declares nothing costs nothing.
 */
export class Scope {
  private readonly keys = new Map<string, string>();

  constructor(
    readonly base: string | null,
    readonly language: string | null,
    private readonly prefixes: ReadonlyMap<string, string> = new Map(),
    private readonly outer: Scope | null = null,
  ) {}

  /** The scope within an element with these attributes (source text of the tag). */
  inner(attributes: string, declared: DeclaredEntities): Scope {
    if (!attributes.includes('xmlns') && !attributes.includes('xml:')) return this;
    const prefixes = new Map<string, string>();
    let { base, language } = this;
    for (const [name, value] of readAttributes(attributes, declared)) {
      if (name === 'xmlns') prefixes.set('', value);
      else if (name.startsWith('xmlns:')) prefixes.set(name.slice(6), value);
      else if (name === 'xml:base') base = absoluteUrl(value, base) ?? base;
      else if (name === 'xml:lang') language = value;
    }
    return new Scope(base, language, prefixes, this);
  }

  /**
   * The name of an element as `vocabulary:local`, in lower case.
   * Without any namespace the vocabulary is `rss`, which has none by its specification.
   */
  key(name: string): string {
    let key = this.keys.get(name);
    if (key === undefined) {
      key = this.computeKey(name);
      this.keys.set(name, key);
    }
    return key;
  }

  private computeKey(name: string): string {
    const colon = name.indexOf(':');
    const prefix = colon < 0 ? '' : name.slice(0, colon);
    const local = name.slice(colon + 1).toLowerCase();
    const uri = this.uriOf(prefix);
    if (uri !== null) return `${uri === '' ? 'rss' : vocabulary(uri)}:${local}`;
    if (prefix === '') return `rss:${local}`;
    const customary = prefix.toLowerCase();
    return `${CUSTOMARY.has(customary) ? customary : UNKNOWN}:${local}`;
  }

  private uriOf(prefix: string): string | null {
    const uri = this.prefixes.get(prefix);
    if (uri !== undefined) return uri;
    return this.outer === null ? null : this.outer.uriOf(prefix);
  }
}
