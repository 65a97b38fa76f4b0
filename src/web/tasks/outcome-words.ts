import type { Task, TaskOutcome } from '../app/wire.js';
import { say } from '../language/say.js';

export const OUTCOMES: readonly { value: TaskOutcome; name: string; means: string }[] = [
  { value: 'solved', name: say('Solved'), means: say('The customer has what they came for.') },
  {
    value: 'answered',
    name: say('Answered'),
    means: say('They have an answer; it may not be the one hoped for.'),
  },
  {
    value: 'no-reply-needed',
    name: say('No reply needed'),
    means: say('A reply would not have helped.'),
  },
  {
    value: 'could-not-help',
    name: say('Could not help'),
    means: say('We tried and it is still unsolved.'),
  },
  {
    value: 'not-reachable',
    name: say('Not reachable'),
    means: say('They could not be contacted.'),
  },
  { value: 'not-a-complaint', name: say('Not a complaint'), means: say('It was read wrongly.') },
];

export function outcomeName(outcome: TaskOutcome): string {
  return OUTCOMES.find(({ value }) => value === outcome)?.name ?? outcome;
}

export const TASK_STATUS_WORDS: Record<Task['status'], string> = {
  open: say('Open'),
  claimed: say('Claimed'),
  resolved: say('Resolved'),
};
