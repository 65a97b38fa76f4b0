import { htmlToText } from '../../text/plain-text.js';
import { bareName, ThingDraft, type Thing } from './thing.js';

/** Names of attributes, by which microdata and RDFa say the same. */
export interface Notation {
  /** Begins a thing and tells its types. */
  readonly types: string;
  /** Begins a thing even without types. */
  readonly scope: string | null;
  readonly property: string;
  readonly ids: readonly string[];
}

/** https://html.spec.whatwg.org/multipage/microdata.html */
export const MICRODATA: Notation = {
  types: 'itemtype',
  scope: 'itemscope',
  property: 'itemprop',
  ids: ['itemid'],
};

/** https://www.w3.org/TR/rdfa-lite/ */
export const RDFA: Notation = {
  types: 'typeof',
  scope: null,
  property: 'property',
  ids: ['resource', 'about'],
};

type Attributes = Readonly<Record<string, string>>;

/** Values within values that are followed; more is not markup but an attack. */
const MAX_OPEN_TEXTS = 20;

/** Where elements of this name keep their value, when it is not their text. */
const VALUE_ATTRIBUTES: Readonly<Record<string, string>> = {
  a: 'href',
  area: 'href',
  link: 'href',
  img: 'src',
  audio: 'src',
  video: 'src',
  source: 'src',
  iframe: 'src',
  embed: 'src',
  object: 'data',
  time: 'datetime',
  data: 'value',
  meter: 'value',
};

/** An element that is open: what ends with it. */
interface Open {
  readonly thing: ThingDraft | null;
  readonly text: {
    readonly of: ThingDraft;
    readonly names: readonly string[];
    from: number;
  } | null;
}

/** Collects the things that the attributes of a page's elements describe. */
export class Scopes {
  readonly things: Thing[] = [];
  private readonly opened: Open[] = [];
  private readonly current: ThingDraft[] = [];
  private openTexts = 0;

  constructor(
    private readonly notation: Notation,
    private readonly html: string,
  ) {}

  /** @param contentFrom where the content of the element begins */
  open(name: string, attributes: Attributes, contentFrom: number): void {
    const { types, scope, property } = this.notation;
    const names = words(attributes[property]);
    const around = this.current.at(-1) ?? null;
    const begins = attributes[types] !== undefined || (scope !== null && scope in attributes);
    if (begins) {
      const thing = this.begin(attributes);
      if (around === null || names.length === 0) this.things.push(thing);
      else for (const each of names) around.add(each, thing);
      this.opened.push({ thing, text: null });
      return;
    }
    const isValue = around !== null && names.length > 0;
    const value = isValue ? stated(name, attributes) : null;
    if (value !== null) for (const each of names) around?.add(each, value);
    const isText = isValue && value === null && this.openTexts < MAX_OPEN_TEXTS;
    if (isText) this.openTexts++;
    this.opened.push({
      thing: null,
      text: isText ? { of: around, names, from: contentFrom } : null,
    });
  }

  /** @param contentTo where the content of the element ends; null when the page ended before it */
  close(contentTo: number | null): void {
    const { thing = null, text = null } = this.opened.pop() ?? {};
    if (thing !== null) {
      this.current.pop();
      if (contentTo === null) thing.isCutOff = true;
    }
    if (text === null) return;
    this.openTexts--;
    const value = htmlToText(this.html.slice(text.from, contentTo ?? this.html.length));
    for (const name of text.names) text.of.add(name, value);
  }

  private begin(attributes: Attributes): ThingDraft {
    const { types, ids } = this.notation;
    const id = ids.map((name) => attributes[name]).find((value) => value !== undefined) ?? null;
    const thing = new ThingDraft(words(attributes[types]).map(bareName), id);
    this.current.push(thing);
    return thing;
  }
}

/** The value that an attribute states; null when it is the element's text. */
function stated(name: string, attributes: Attributes): string | null {
  const own = VALUE_ATTRIBUTES[name];
  const value = attributes['content'] ?? (own === undefined ? undefined : attributes[own]);
  return value ?? (name === 'meta' ? '' : null);
}

function words(value: string | undefined): string[] {
  return (value ?? '').split(/\s+/).filter((word) => word !== '');
}
