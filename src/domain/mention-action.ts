import type { DismissReason, InboxStatus } from './mention.js';

/** Where a mention stands. The three belong together: who changes one changes all. */
export interface Standing {
  readonly status: InboxStatus;
  /**
   * When a waiting one comes back (ISO 8601). In `new` it is in the past and says that the mention
   * came back from waiting; null in every other status.
   */
  readonly waitingUntil: string | null;
  /** null in every status but `dismissed`. */
  readonly dismissedBecause: DismissReason | null;
}

/** What people change of a mention. */
export interface MentionState {
  readonly standing: Standing;
  readonly ownerId: string | null;
  /** In the order of the alphabet, each once. */
  readonly labels: readonly string[];
}

/** What a person asks for; what is left out stays. */
export interface Action {
  readonly status?: InboxStatus | undefined;
  /** ISO 8601. */
  readonly waitingUntil?: string | undefined;
  readonly dismissedBecause?: DismissReason | undefined;
  readonly ownerId?: string | null | undefined;
  readonly addLabels?: readonly string[] | undefined;
  readonly removeLabels?: readonly string[] | undefined;
}

/** One part of a mention that can be changed by itself, and what it is to be or was. */
export type Part =
  | { readonly part: 'standing'; readonly value: Standing }
  | { readonly part: 'owner'; readonly value: string | null }
  | { readonly part: 'label'; readonly label: string; readonly value: boolean };

/** A part that was changed. */
export interface Change {
  readonly before: Part;
  readonly after: Part;
}

export type Merge =
  | { readonly kind: 'merged'; readonly changes: readonly Change[] }
  /** Parts that both want otherwise. Nothing of it may be done. */
  | { readonly kind: 'clash'; readonly keys: readonly string[] };

/** Names a part, so that two changes of the same one are recognised. */
export const keyOf = (part: Part): string =>
  part.part === 'label' ? `label:${part.label}` : part.part;

/**
 * What is wrong with an action, whatever mention it is for.
 *
 * @param now by the database's clock
 * @returns field and what to do about it; null when nothing is
 */
export function faultOf(action: Action, now: Date): { path: string; message: string } | null {
  const { status, waitingUntil, dismissedBecause, addLabels = [], removeLabels = [] } = action;
  const fault = (path: string, message: string) => ({ path, message });
  if (Object.values(action).every((value) => value === undefined))
    return fault('', 'name something to change');
  if (status === 'waiting' && waitingUntil === undefined)
    return fault('waitingUntil', 'say when it comes back');
  if (status !== 'waiting' && waitingUntil !== undefined)
    return fault('waitingUntil', 'goes with the status "waiting" only');
  if (waitingUntil !== undefined && Date.parse(waitingUntil) <= now.getTime())
    return fault('waitingUntil', 'is in the past; give a time to come');
  if (status !== 'dismissed' && dismissedBecause !== undefined)
    return fault('dismissedBecause', 'goes with the status "dismissed" only');
  const both = addLabels.find((label) => removeLabels.includes(label));
  if (both !== undefined) return fault('removeLabels', `"${both}" is to be added and removed`);
  return null;
}

/** The parts that an action names, as they are to be. */
export function wantedOf(action: Action, now: MentionState): Part[] {
  const label = (value: boolean) => (name: string) =>
    ({ part: 'label', label: name, value }) as const;
  return [
    ...(action.status === undefined
      ? []
      : [{ part: 'standing', value: standingOf(action, action.status, now) } as const]),
    ...(action.ownerId === undefined ? [] : [{ part: 'owner', value: action.ownerId } as const]),
    ...[...new Set(action.addLabels)].map(label(true)),
    ...[...new Set(action.removeLabels)].map(label(false)),
  ];
}

function standingOf(action: Action, status: InboxStatus, { standing }: MentionState): Standing {
  const { waitingUntil = null, dismissedBecause } = action;
  // Asked for once more without a reason or from the same state, it stays as it was said.
  if (status === standing.status && waitingUntil === null && dismissedBecause === undefined)
    return standing;
  return {
    status,
    waitingUntil: waitingUntil === null ? null : new Date(waitingUntil).toISOString(),
    dismissedBecause: status === 'dismissed' ? (dismissedBecause ?? 'other') : null,
  };
}

/** The part of the same name as it is in a mention. */
export function partIn(state: MentionState, { ...part }: Part): Part {
  if (part.part === 'standing') return { part: 'standing', value: state.standing };
  if (part.part === 'owner') return { part: 'owner', value: state.ownerId };
  return { part: 'label', label: part.label, value: state.labels.includes(part.label) };
}

export function isSame(one: Part, other: Part): boolean {
  if (one.part !== 'standing' || other.part !== 'standing')
    return keyOf(one) === keyOf(other) && one.value === other.value;
  const [a, b] = [one.value, other.value];
  return (
    a.status === b.status &&
    a.waitingUntil === b.waitingUntil &&
    a.dismissedBecause === b.dismissedBecause
  );
}

/**
 * Joins what a person wants with what happened since the version that the person saw.
 *
 * A part clashes when somebody changed it since, even there and back again, and it is not as it is
 * wanted now: whoever wants it otherwise has not seen the latest word on it.
 *
 * @param wanted parts as they are to be
 * @param since names of the parts that were changed since
 */
export function merge(
  now: MentionState,
  wanted: readonly Part[],
  since: ReadonlySet<string>,
): Merge {
  const changes = wanted
    .map((after) => ({ before: partIn(now, after), after }))
    .filter(({ before, after }) => !isSame(before, after));
  const keys = changes.map(({ after }) => keyOf(after)).filter((key) => since.has(key));
  return keys.length > 0 ? { kind: 'clash', keys } : { kind: 'merged', changes };
}

/** The mention after these changes, in order. */
export function applied(state: MentionState, changes: readonly Change[]): MentionState {
  return changes.reduce((before, { after }) => withPart(before, after), state);
}

function withPart(state: MentionState, part: Part): MentionState {
  if (part.part === 'standing') return { ...state, standing: part.value };
  if (part.part === 'owner') return { ...state, ownerId: part.value };
  const others = state.labels.filter((label) => label !== part.label);
  return { ...state, labels: part.value ? [...others, part.label].sort() : others };
}

/** What is wanted by whoever takes changes back: the parts as they were before the first of them. */
export function wayBack(changes: readonly Change[]): Part[] {
  const first = new Map<string, Part>();
  for (const { before } of changes) if (!first.has(keyOf(before))) first.set(keyOf(before), before);
  return [...first.values()];
}

/**
 * What of a lead's changes its exact copies go along with: labels, and the standing of the copies
 * that stood with it, or that are not dealt with while it is. An owner has one problem, not ten.
 */
export function followedBy(copy: MentionState, changes: readonly Change[]): Part[] {
  return changes.flatMap(({ before, after }): Part[] => {
    if (after.part === 'label') return [after];
    if (after.part !== 'standing' || before.part !== 'standing') return [];
    const stoodWithIt = copy.standing.status === before.value.status;
    const rests = !isOpen(after.value.status) || after.value.status === 'waiting';
    return stoodWithIt || (rests && isOpen(copy.standing.status)) ? [after] : [];
  });
}

/** Whether somebody still has to deal with it. */
export const isOpen = (status: InboxStatus): boolean => status !== 'done' && status !== 'dismissed';

/** Whether whoever works on it stops doing so: it is dealt with, or waits. */
export const endsClaim = (status: InboxStatus): boolean => status !== 'doing';
