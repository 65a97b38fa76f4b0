/** Which binding a key press means; apart from the page, so that it can be tested. */

export interface Keyed {
  readonly keys: string | null;
}
export interface Pressed {
  readonly key: string;
  /** The place of the key on the keyboard, such as "KeyJ". */
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/**
 * How bindings call this key. Where a letter is none of the Latin ones (Greek, Cyrillic, Hebrew
 * keyboards), the key that lies at its place on a Latin keyboard counts.
 */
export function nameOfKey({ key, code, shiftKey, ctrlKey, metaKey }: Pressed): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const foreign = letter !== undefined && key.length === 1 && key > '\u02af';
  const typed = foreign ? (shiftKey ? letter : letter.toLowerCase()) : key;
  return ctrlKey || metaKey ? `Mod+${typed.toLowerCase()}` : typed;
}

/**
 * The binding of a key, or of the key before and this one.
 *
 * @param all the most important first
 * @returns `begins`: it is the first of two keys of some binding
 */
export function bindingFor<T extends Keyed>(
  all: readonly T[],
  key: string,
  before: string | null,
): { binding: T | null; begins: boolean } {
  const binding =
    all.find(({ keys }) => before !== null && keys === `${before} ${key}`) ??
    all.find(({ keys }) => keys === key) ??
    null;
  const begins = binding === null && all.some(({ keys }) => keys?.startsWith(`${key} `) === true);
  return { binding, begins };
}

const SHOWN: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
  Enter: '↵',
};

/** The keys as they are printed: "J" is pressed with shift. */
export function shownKeys(keys: string, mac: boolean): string[] {
  return keys.split(' ').flatMap((key) => {
    if (key.startsWith('Mod+')) return [mac ? '⌘' : 'Ctrl', key.slice(4).toUpperCase()];
    if (/^[A-Z]$/.test(key)) return ['⇧', key];
    return [SHOWN[key] ?? key];
  });
}

/** Whether the keyboard is one of Apple's, for the name of its modifier. */
export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}
