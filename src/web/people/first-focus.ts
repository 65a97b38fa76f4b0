import { useCallback } from 'react';

/** A ref that puts the focus where one begins, when what it is on appears because somebody asked for it. */
export function useFirstFocus(wanted = true): (element: HTMLElement | null) => void {
  return useCallback((element) => (wanted ? element?.focus() : undefined), [wanted]);
}
