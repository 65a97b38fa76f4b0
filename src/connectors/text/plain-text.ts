import { Tokenizer } from 'htmlparser2';
import { fromCodePoint } from 'entities/decode';

/** Elements whose content is not for reading. */
const SKIPPED = new Set(['script', 'style', 'template', 'noframes']);

/** Elements that start on a new line. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure ' +
    'footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody ' +
    'tfoot thead tr ul'
  ).split(' '),
);

/** Blocks set apart by an empty line. */
const PARAGRAPHS = new Set('blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '));

const HTML_TAG = new RegExp(
  `</?(?:${[...BLOCKS, ...SKIPPED].join('|')}|td|th|a|abbr|acronym|applet|area|audio|b|base|basefont|bdi|bdo|` +
    'big|blink|br|button|canvas|caption|cite|code|col|colgroup|data|datalist|del|dfn|em|embed|font|frame|iframe|' +
    'frameset|head|html|i|img|input|ins|kbd|label|legend|link|map|mark|marquee|meta|meter|noscript|object|param|' +
    'picture|progress|q|rp|rt|ruby|s|samp|select|small|source|span|strike|strong|sub|sup|svg|textarea|' +
    'time|title|track|tt|u|var|video|wbr)(?=[\\s/>])|<!--|<!\\[CDATA\\[|<!doctype\\s',
  'i',
);

/**
 * Whether a text of undeclared kind is HTML: it has tags of HTML, or character references.
 * `5 < 8` and `<BIGCO>` are not.
 */
export function looksLikeHtml(text: string): boolean {
  if (text.includes('<') && HTML_TAG.test(text)) return true;
  return text.includes('&') && /&(?:[a-z]{2,31}|#\d{1,7}|#x[0-9a-f]{1,6});/i.test(text);
}

/** A `<!` that starts no comment and no declaration is text, whatever HTML says. */
const NO_DECLARATION = /<!(?!--|\[CDATA\[|doctype\s[^<>]{0,500}>)/gi;

/**
 * Turns HTML into the text that a reader sees: blocks on lines of their own, paragraphs set apart
 * by an empty line, no scripts and styles, white space collapsed. Linear in the length.
 */
export function htmlToText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return tidy(html.replaceAll('\n', ' '));
  return tidy(new TextLayout(html.replace(NO_DECLARATION, '&lt;!')).text());
}

/** Characters that no text has. */
const NO_TEXT = /[\0-\x08\x0e-\x1f\x7f\ufffe\uffff]+/g;

/** What is left to tidy; nearly always nothing, which one look then tells. */
const UNTIDY = /[^\S\n ]|[\0-\x08\x0e-\x1f\x7f\ufffe\uffff]| [ \n]|\n(?: |\n\n)/;

/** Collapses white space, keeping line breaks, and drops characters that no text has. */
export function tidy(text: string): string {
  const trimmed = text.trim();
  if (!UNTIDY.test(trimmed)) return trimmed;
  return trimmed
    .replace(NO_TEXT, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The same on one line: for titles, names and tags. */
export function tidyLine(text: string): string {
  const tidied = tidy(text);
  return tidied.includes('\n') ? tidied.replace(/\n+/g, ' ') : tidied;
}

/** Classes of images that stand for a sign: WordPress, Discourse, phpBB and others. */
const DRAWN_SIGN = /(?:^|[\s-])(?:emoji|smiley|smilies|smilie)(?:$|[\s-])/;

class TextLayout {
  private readonly pieces: string[] = [];
  /** The skipped element that is open, with the depth of elements of its name within it. */
  private skipping: string | null = null;
  private skipDepth = 0;
  private openPre = 0;
  /** Of the image whose tag is being read; null outside of one. */
  private image: Map<string, string> | null = null;
  private attribute = '';
  private readonly tokenizer: Tokenizer;

  constructor(private readonly html: string) {
    const nothing = (): void => undefined;
    this.tokenizer = new Tokenizer(
      { xmlMode: false, decodeEntities: true },
      {
        ontext: (start, end) => this.add(this.html.slice(start, end)),
        ontextentity: (codePoint) => this.add(fromCodePoint(codePoint)),
        onopentagname: (start, end) => this.open(this.html.slice(start, end).toLowerCase()),
        onclosetag: (start, end) => this.close(this.html.slice(start, end).toLowerCase()),
        oncdata: (start, end, offset) => this.add(this.html.slice(start, end - offset)),
        onattribname: (start, end) => (this.attribute = this.html.slice(start, end).toLowerCase()),
        onattribdata: (start, end) => this.describe(this.html.slice(start, end)),
        onattribentity: (codePoint) => this.describe(fromCodePoint(codePoint)),
        onattribend: nothing,
        oncomment: nothing,
        ondeclaration: nothing,
        onend: nothing,
        onopentagend: () => this.endImage(),
        onprocessinginstruction: nothing,
        onselfclosingtag: () => this.endImage(),
      },
    );
  }

  text(): string {
    this.tokenizer.write(this.html);
    this.tokenizer.end();
    return this.pieces.join('');
  }

  private add(text: string): void {
    if (this.skipping !== null) return;
    const isPlain = this.openPre > 0 || !/[^\S ]/.test(text);
    this.put(isPlain ? text : text.replace(/\s+/g, ' '));
  }

  private describe(value: string): void {
    const { image, attribute } = this;
    if (attribute === 'alt' || attribute === 'class')
      image?.set(attribute, (image.get(attribute) ?? '') + value);
  }

  /** Emoji and smileys that a place draws as images are words of the text; other images are not. */
  private endImage(): void {
    const { image } = this;
    this.image = null;
    if (image !== null && DRAWN_SIGN.test(image.get('class') ?? ''))
      this.put(image.get('alt') ?? '');
  }

  /** Between blocks the white space of the source adds nothing. */
  private put(piece: string): void {
    const last = this.pieces.at(-1);
    if (piece === ' ' && (last === '\n' || last === '\n\n')) return;
    this.pieces.push(piece);
  }

  private open(name: string): void {
    if (this.skipping !== null) {
      if (name === this.skipping) this.skipDepth++;
      return;
    }
    if (name === 'img') this.image = new Map();
    if (SKIPPED.has(name)) {
      this.skipping = name;
      this.skipDepth = 1;
    } else if (name === 'br') this.pieces.push('\n');
    else this.edge(name);
    if (name === 'pre') this.openPre++;
  }

  private close(name: string): void {
    if (this.skipping !== null) {
      if (name === this.skipping && --this.skipDepth === 0) this.skipping = null;
      return;
    }
    this.edge(name);
    if (name === 'pre' && this.openPre > 0) this.openPre--;
  }

  /** Where blocks meet, there is one edge: the stronger. */
  private edge(name: string): void {
    const last = this.pieces.at(-1);
    if (name === 'td' || name === 'th') this.put(' ');
    if (!BLOCKS.has(name) || last === '\n\n') return;
    const isParagraph = PARAGRAPHS.has(name);
    if (last === '\n') this.pieces.pop();
    this.pieces.push(isParagraph ? '\n\n' : '\n');
  }
}
