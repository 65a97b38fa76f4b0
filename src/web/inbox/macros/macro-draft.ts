import type { Macro, MacroAction, MacroWrite } from '../../app/wire.js';

export type Unit = 'hours' | 'days' | 'weeks';
export const UNIT_HOURS: Readonly<Record<Unit, number>> = { hours: 1, days: 24, weeks: 168 };

/** A macro as it stands in the form. */
export interface MacroDraft {
  readonly name: string;
  readonly key: string | null;
  readonly shared: boolean;
  /** '': stays as it is. */
  readonly status: NonNullable<MacroAction['status']> | '';
  readonly amount: number;
  readonly unit: Unit;
  readonly reason: NonNullable<MacroAction['dismissedBecause']>;
  /** '': stays as it is; 'nobody', 'me' or a person's id. */
  readonly owner: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export const BLANK: MacroDraft = {
  name: '',
  key: null,
  shared: false,
  status: '',
  amount: 3,
  unit: 'days',
  reason: 'no-reply-needed',
  owner: '',
  add: [],
  remove: [],
};

export function draftOf({ name, key, shared, action }: Macro): MacroDraft {
  const { status = '', waitHours, dismissedBecause, owner } = action;
  const unit =
    (['weeks', 'days'] as const).find((one) => (waitHours ?? 1) % UNIT_HOURS[one] === 0) ?? 'hours';
  return {
    name,
    key,
    shared,
    status,
    amount: waitHours === undefined ? BLANK.amount : waitHours / UNIT_HOURS[unit],
    unit: waitHours === undefined ? BLANK.unit : unit,
    reason: dismissedBecause ?? BLANK.reason,
    owner: owner === null ? 'nobody' : (owner ?? ''),
    add: action.addLabels ?? [],
    remove: action.removeLabels ?? [],
  };
}

export function writeOf(draft: MacroDraft): MacroWrite {
  const { name, key, shared, status, owner, add, remove } = draft;
  const action: MacroAction = {
    ...(status === '' ? {} : { status }),
    ...(status === 'waiting' ? { waitHours: draft.amount * UNIT_HOURS[draft.unit] } : {}),
    ...(status === 'dismissed' ? { dismissedBecause: draft.reason } : {}),
    ...(owner === '' ? {} : { owner: owner === 'nobody' ? null : owner }),
    ...(add.length === 0 ? {} : { addLabels: [...add] }),
    ...(remove.length === 0 ? {} : { removeLabels: [...remove] }),
  };
  return { name, key, shared, action };
}
