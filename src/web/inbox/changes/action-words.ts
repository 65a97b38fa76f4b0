import type { InboxStatus, MentionAction } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { dayAndTime } from '../day-and-time.js';
import { REASON_WORDS } from '../dismiss-words.js';

type NameOf = (userId: string) => string;

const TO_DO: Record<Exclude<InboxStatus, 'waiting' | 'dismissed'>, string> = {
  new: say('Mark as new'),
  doing: say('Mark as doing'),
  done: say('Mark as done'),
};
const WAS_DONE: Record<Exclude<InboxStatus, 'waiting' | 'dismissed'>, string> = {
  new: say('Marked as new'),
  doing: say('Marked as doing'),
  done: say('Marked as done'),
};

/** What an action does, one line for each part of it. */
export function toDo(action: MentionAction, nameOf: NameOf): string[] {
  const { status, ownerId } = action;
  return [
    ...(status === undefined ? [] : [statusToDo(action, status)]),
    ...(ownerId === undefined
      ? []
      : [
          ownerId === null
            ? say('Leave without an owner')
            : say('Assign to {name}', { name: nameOf(ownerId) }),
        ]),
    ...(action.addLabels ?? []).map((label) => say('Add the label “{label}”', { label })),
    ...(action.removeLabels ?? []).map((label) => say('Remove the label “{label}”', { label })),
  ];
}

function statusToDo(action: MentionAction, status: InboxStatus): string {
  if (status === 'waiting') return say('Snooze until {when}', { when: returnOf(action) });
  if (status !== 'dismissed') return TO_DO[status];
  const { dismissedBecause } = action;
  return dismissedBecause === undefined
    ? say('Dismiss')
    : say('Dismiss: {reason}', { reason: REASON_WORDS[dismissedBecause] });
}

/** What was done, in one line. */
export function wasDone(action: MentionAction, nameOf: NameOf): string {
  const { status, ownerId, addLabels = [], removeLabels = [] } = action;
  const parts = [
    ...(status === undefined ? [] : [statusDone(action, status)]),
    ...(ownerId === undefined
      ? []
      : [
          ownerId === null
            ? say('Left without an owner')
            : say('Assigned to {name}', { name: nameOf(ownerId) }),
        ]),
    ...(addLabels.length === 0 ? [] : [say('Labelled {labels}', { labels: addLabels.join(', ') })]),
    ...(removeLabels.length === 0
      ? []
      : [say('Label removed: {labels}', { labels: removeLabels.join(', ') })]),
  ];
  return parts.join(' · ');
}

function statusDone(action: MentionAction, status: InboxStatus): string {
  if (status === 'waiting') return say('Snoozed until {when}', { when: returnOf(action) });
  return status === 'dismissed' ? say('Marked as dismissed') : WAS_DONE[status];
}

const returnOf = ({ waitingUntil }: MentionAction): string =>
  waitingUntil === undefined ? '…' : dayAndTime(new Date(waitingUntil), new Date());
