import type { Change, Part, Standing } from './mention-action.js';

/**
 * Changes in words, as the history shows them after a name: "marked it as done; added the label vip".
 *
 * @param names of the people who are made owners, by id
 * @param by who did it
 */
export function inWords(
  changes: readonly Change[],
  names: ReadonlyMap<string, string>,
  by: string | null,
): string {
  return changes.map(({ after }) => partInWords(after, names, by)).join('; ');
}

function partInWords(part: Part, names: ReadonlyMap<string, string>, by: string | null): string {
  if (part.part === 'standing') return standingInWords(part.value);
  if (part.part === 'label')
    return part.value ? `added the label "${part.label}"` : `removed the label "${part.label}"`;
  if (part.value === null) return 'left it without an owner';
  return part.value === by
    ? 'became its owner'
    : `gave it to ${names.get(part.value) ?? 'somebody'}`;
}

function standingInWords({ status, waitingUntil, dismissedBecause }: Standing): string {
  if (status === 'waiting' && waitingUntil !== null)
    return `marked it as waiting until ${waitingUntil.slice(0, 16).replace('T', ' ')} UTC`;
  return dismissedBecause === null || dismissedBecause === 'other'
    ? `marked it as ${status}`
    : `marked it as ${status}: ${dismissedBecause.replaceAll('-', ' ')}`;
}

/** The same of what was taken back. */
export const takenBackInWords = (what: string): string => `took a change back: ${what}`;
