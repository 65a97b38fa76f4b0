import type { Judging } from '../app/wire.js';
import { say } from '../language/say.js';
import { URGENCY_WORDS } from '../reading/words.js';

type Asked = Judging['asked'];

export const QUESTIONS: Record<Asked, string> = {
  complaint: say('Is it a complaint?'),
  sentiment: say('What does the author feel about it?'),
  urgency: say('How soon is there harm if nobody acts?'),
};

export interface Answer {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

/** The keys of the answers, the same as in the inbox where they are the same. */
export const ANSWERS: Record<Asked, readonly Answer[]> = {
  complaint: [
    { key: 'y', name: say('Yes'), value: 'complaint' },
    { key: 'n', name: say('No'), value: 'other' },
  ],
  sentiment: [
    { key: '1', name: say('Negative'), value: 'negative' },
    { key: '2', name: say('Neutral'), value: 'neutral' },
    { key: '3', name: say('Positive'), value: 'positive' },
  ],
  urgency: [
    { key: '1', name: URGENCY_WORDS.none, value: 'none' },
    { key: '2', name: URGENCY_WORDS.soon, value: 'soon' },
    { key: '3', name: URGENCY_WORDS.now, value: 'now' },
  ],
};

/** A class in the words of its question; its key when there are none. */
export function answerName(asked: Asked, value: string): string {
  if (asked === 'complaint')
    return value === 'complaint' ? say('a complaint') : say('no complaint');
  return ANSWERS[asked].find((one) => one.value === value)?.name ?? value;
}
