import type { Mention, MentionAction } from '../../app/wire.js';

type Person = NonNullable<Mention['owner']>;

/** The mention as it will be once the action is saved; the same object when nothing changes. */
export function shownAs<Row extends Mention>(
  mention: Row,
  action: MentionAction,
  personOf: (id: string) => Person,
): Row {
  const next = { ...mention, ...standing(mention, action), ...labels(mention, action) };
  const { ownerId } = action;
  if (ownerId !== undefined) next.owner = ownerId === null ? null : personOf(ownerId);
  return isSame(mention, next) ? mention : next;
}

function standing(
  mention: Mention,
  action: MentionAction,
): Partial<Pick<Mention, 'status' | 'waitingUntil' | 'dismissedBecause' | 'claim'>> {
  const { status, waitingUntil = null, dismissedBecause } = action;
  if (status === undefined) return {};
  const again = status === mention.status;
  if (again && waitingUntil === null && dismissedBecause === undefined) return {};
  return {
    status,
    waitingUntil,
    dismissedBecause: status === 'dismissed' ? (dismissedBecause ?? 'other') : null,
    ...(status === 'doing' ? {} : { claim: null }),
  };
}

function labels(mention: Mention, action: MentionAction): Partial<Pick<Mention, 'ownLabels'>> {
  const { addLabels = [], removeLabels = [] } = action;
  if (addLabels.length + removeLabels.length === 0) return {};
  const all = new Set([...mention.ownLabels, ...addLabels]);
  for (const label of removeLabels) all.delete(label);
  return { ownLabels: [...all].sort() };
}

function isSame(a: Mention, b: Mention): boolean {
  return (
    a.status === b.status &&
    a.waitingUntil === b.waitingUntil &&
    a.dismissedBecause === b.dismissedBecause &&
    a.owner?.id === b.owner?.id &&
    a.ownLabels.join('\n') === b.ownLabels.join('\n')
  );
}
