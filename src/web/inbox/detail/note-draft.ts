import { useCallback, useState } from 'react';

const keyOf = (name: string): string => `earshot-draft:${name}`;

/**
 * What somebody writes, kept on this device until it is saved: a page that is closed or reloaded, or
 * a save that fails, loses nothing.
 *
 * @param name what the draft is for
 * @param usual the text without a draft
 * @returns the text, how to change it, and how to forget the draft
 */
export function useDraft(
  name: string,
  usual = '',
): [text: string, set: (text: string) => void, forget: () => void] {
  const [text, setText] = useState(() => localStorage.getItem(keyOf(name)) ?? usual);
  const set = useCallback(
    (next: string) => {
      setText(next);
      if (next === usual) localStorage.removeItem(keyOf(name));
      else keep(keyOf(name), next);
    },
    [name, usual],
  );
  const forget = useCallback(() => {
    localStorage.removeItem(keyOf(name));
    setText(usual);
  }, [name, usual]);
  return [text, set, forget];
}

/** A device that keeps nothing still lets one write. */
function keep(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    localStorage.removeItem(key);
  }
}
