/** A thing as a page describes it with the words of schema.org, in whatever notation. */
export interface Thing {
  /** Bare names, `Review` for `https://schema.org/Review`. */
  readonly types: readonly string[];
  /** `@id`, `itemid` or `resource`. */
  readonly id: string | null;
  /** By bare name in lower case, since pages write `ReviewRating` as well as `reviewRating`. */
  readonly properties: ReadonlyMap<string, readonly Value[]>;
  /** Whether the page ended within it. */
  readonly isCutOff: boolean;
}

export type Value = string | Thing;

/** A thing while it is being read. */
export class ThingDraft implements Thing {
  readonly properties = new Map<string, Value[]>();
  isCutOff = false;

  constructor(
    readonly types: readonly string[],
    readonly id: string | null,
  ) {}

  add(name: string, value: Value): void {
    const key = bareName(name).toLowerCase();
    const values = this.properties.get(key);
    if (values === undefined) this.properties.set(key, [value]);
    else values.push(value);
  }
}

/** `https://schema.org/Review`, `schema:Review` and `Review` are the same. */
export function bareName(name: string): string {
  return name.trim().replace(/^.*[/#:]/, '');
}

/** The first text that one of these properties has; of a thing its name. */
export function textOf(thing: Thing, ...names: readonly string[]): string | null {
  for (const name of names) {
    for (const value of thing.properties.get(name) ?? []) {
      const text = typeof value === 'string' ? value : textOf(value, 'name', '@value');
      if (text !== null && text.trim() !== '') return text;
    }
  }
  return null;
}

export function thingOf(thing: Thing, ...names: readonly string[]): Thing | null {
  for (const name of names) {
    for (const value of thing.properties.get(name) ?? []) {
      if (typeof value !== 'string') return value;
    }
  }
  return null;
}

/** All things of a page, with those within others, each before what it holds. */
export function* allThings(things: readonly Thing[]): Generator<Thing> {
  const left = [...things].reverse();
  for (let thing = left.pop(); thing !== undefined; thing = left.pop()) {
    yield thing;
    const within: Thing[] = [];
    for (const values of thing.properties.values())
      for (const value of values) if (typeof value !== 'string') within.push(value);
    left.push(...within.reverse());
  }
}
