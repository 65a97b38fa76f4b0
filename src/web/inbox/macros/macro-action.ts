import type { MacroAction, MentionAction } from '../../app/wire.js';
import { locale, say } from '../../language/say.js';
import { toDo } from '../changes/action-words.js';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** What a macro does now, for this person. */
export function actionOf(macro: MacroAction, me: string | null, now: Date): MentionAction {
  const { waitHours, owner, ...action } = macro;
  return {
    ...action,
    ...(waitHours === undefined
      ? {}
      : { waitingUntil: new Date(now.getTime() + waitHours * HOUR_MS).toISOString() }),
    ...(owner === undefined || (owner === 'me' && me === null)
      ? {}
      : { ownerId: owner === 'me' ? me : owner }),
  };
}

/** The same in words, one line for each part of it. */
export function macroInWords(macro: MacroAction, nameOf: (id: string) => string): string[] {
  const { waitHours, owner, ...action } = macro;
  const waits = waitHours !== undefined && action.status === 'waiting';
  return [
    ...(waits ? [say('Snooze for {length}', { length: lengthInWords(waitHours) })] : []),
    ...(owner === 'me' ? [say('Assign to whoever uses it')] : []),
    ...toDo(
      {
        ...action,
        status: waits ? undefined : action.status,
        ownerId: owner === 'me' ? undefined : owner,
      },
      nameOf,
    ),
  ];
}

function lengthInWords(hours: number): string {
  const [count, unit] =
    hours % DAY_HOURS === 0 ? ([hours / DAY_HOURS, 'day'] as const) : ([hours, 'hour'] as const);
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(
    count,
  );
}
