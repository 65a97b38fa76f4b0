import type { Task, TaskOutcome } from '../app/wire.js';

export const OUTCOMES: readonly { value: TaskOutcome; name: string; means: string }[] = [
  { value: 'solved', name: 'Solved', means: 'The customer has what they came for.' },
  {
    value: 'answered',
    name: 'Answered',
    means: 'They have an answer; it may not be the one hoped for.',
  },
  { value: 'no-reply-needed', name: 'No reply needed', means: 'A reply would not have helped.' },
  { value: 'could-not-help', name: 'Could not help', means: 'We tried and it is still unsolved.' },
  { value: 'not-reachable', name: 'Not reachable', means: 'They could not be contacted.' },
  { value: 'not-a-complaint', name: 'Not a complaint', means: 'It was read wrongly.' },
];

export function outcomeName(outcome: TaskOutcome): string {
  return OUTCOMES.find(({ value }) => value === outcome)?.name ?? outcome;
}

export const TASK_STATUS_WORDS: Record<Task['status'], string> = {
  open: 'Open',
  claimed: 'Claimed',
  resolved: 'Resolved',
};
