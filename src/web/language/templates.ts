/** Sentences with places, matched whole: "rated {rating}" knows "rated 2". */

export interface Templates {
  /** In the other language; the text itself when no template knows it. */
  say(text: string): string;
  /** The template that knows the text; null when none does. */
  of(text: string): string | null;
}

interface Template {
  readonly source: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly said: string;
}

const PLACE = /\{(\w+)(?:, (list))?\}/g;

/**
 * Makes the templates ready, once.
 *
 * @param sentences source to translation, both with places `{name}`. What stands in a place is said
 *   again by itself; `{name, list}` holds several with commas between, and each is
 */
export function compile(sentences: Readonly<Record<string, string>>): Templates {
  const whole = new Map<string, string>();
  const open: Template[] = [];
  for (const [source, said] of Object.entries(sentences)) {
    if (source.includes('{')) open.push(template(source, said));
    else whole.set(source, said);
  }
  // The one with the most words of its own is the most exact.
  open.sort((a, b) => ownLength(b.source) - ownLength(a.source));
  const find = (text: string): { template: Template; values: RegExpExecArray } | null => {
    for (const one of open) {
      const values = one.pattern.exec(text);
      if (values !== null) return { template: one, values };
    }
    return null;
  };
  const translated = (text: string): string => {
    const known = whole.get(text);
    if (known !== undefined) return known;
    const found = find(text);
    if (found === null) return text;
    const values = new Map(found.template.names.map((name, at) => [name, found.values[at + 1]]));
    return found.template.said.replaceAll(PLACE, (_, name: string, list?: string) => {
      const value = values.get(name) ?? '';
      return list === undefined ? translated(value) : value.split(', ').map(translated).join(', ');
    });
  };
  return {
    say: translated,
    of: (text) => (whole.has(text) ? text : (find(text)?.template.source ?? null)),
  };
}

function template(source: string, said: string): Template {
  const names = [...source.matchAll(PLACE)].map((match) => match[1] ?? '');
  const pattern = source.split(PLACE).reduce((all, part, at) => {
    // Three parts per place: the words before it, its name, what it is.
    if (at % 3 === 0) return all + part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    return at % 3 === 1 ? `${all}(.+?)` : all;
  }, '');
  return { source, pattern: new RegExp(`^${pattern}$`, 's'), names, said };
}

const ownLength = (source: string): number => source.replaceAll(PLACE, '').length;
