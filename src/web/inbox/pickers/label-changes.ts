import type { Mention } from '../../app/wire.js';

export type Presence = boolean | 'mixed';

/** Which of the mentions carry a label: all, some or none of them. */
export function carried(mentions: readonly Mention[], label: string): Presence {
  const with_ = mentions.filter(({ ownLabels }) => ownLabels.includes(label)).length;
  if (with_ === 0) return false;
  return with_ === mentions.length ? true : 'mixed';
}

/** What is to be put on and taken off so far. */
export interface LabelChanges {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Turns one label on or off; once more, and it is as it was. */
export function turned(changes: LabelChanges, label: string, now: Presence): LabelChanges {
  const without = {
    add: changes.add.filter((one) => one !== label),
    remove: changes.remove.filter((one) => one !== label),
  };
  const touched = changes.add.includes(label) || changes.remove.includes(label);
  if (touched) return without;
  if (now === true) return { ...without, remove: [...without.remove, label] };
  return { ...without, add: [...without.add, label] };
}

/** How a label will stand once the changes are made. */
export function standing(changes: LabelChanges, label: string, now: Presence): Presence {
  if (changes.add.includes(label)) return true;
  return changes.remove.includes(label) ? false : now;
}
