import type { Captured, TextKind } from './construct.js';

/** Collects what stands between the tags of one element, elements within it included. */
export class Capture {
  private readonly pieces: { readonly text: string; readonly isTag: boolean }[] = [];
  private hasElements = false;

  constructor(private readonly kind: TextKind) {}

  text(text: string): void {
    this.pieces.push({ text, isTag: false });
  }

  /** Attributes are left out: only the text counts in the end. */
  open(name: string): void {
    this.hasElements = true;
    this.tag('<', name);
  }

  close(name: string): void {
    this.tag('</', name);
  }

  private tag(start: '<' | '</', name: string): void {
    const local = name.slice(name.indexOf(':') + 1);
    // In HTML nothing else would be a tag.
    if (/^[a-z]/i.test(local)) this.pieces.push({ text: `${start}${local}>`, isTag: true });
  }

  finish(): Captured {
    const { kind, hasElements } = this;
    // Where markup is made of elements, a `<` in the text is a character like any other.
    const escape = kind === 'inline' || (kind === 'text' && hasElements);
    const parts = this.pieces.map(({ text, isTag }) => (escape && !isTag ? escaped(text) : text));
    return { content: parts.join(''), hasElements, kind };
  }
}

export function escaped(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
