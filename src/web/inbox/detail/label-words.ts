import type { MentionDetail, Taxonomy } from '../../app/wire.js';
import { say } from '../../language/say.js';
import {
  COMPLAINT_WORDS,
  inWords,
  leavingWords,
  percent,
  SENTIMENT_WORDS,
  topicName,
  urgencyWords,
} from '../../reading/words.js';
import { WANT_WORDS } from '../want-words.js';

/** What can be marked in a text, each with its key: the labels, and the words that were listened for. */
export const MARK_KEYS = {
  complaint: '1',
  sentiment: '2',
  topic: '3',
  touchpoint: '4',
  effort: '5',
  leaving: '6',
  urgency: '7',
  want: '8',
  heard: '9',
} as const;
export type MarkGroup = keyof typeof MARK_KEYS;
export const MARK_GROUPS = Object.keys(MARK_KEYS) as MarkGroup[];

export const MARK_NAMES: Readonly<Record<MarkGroup, string>> = {
  complaint: say('Complaint'),
  sentiment: say('Feeling'),
  topic: say('Topics'),
  touchpoint: say('Touchpoint'),
  effort: say('Effort'),
  leaving: say('Leaving'),
  urgency: say('Harm'),
  want: say('What they want'),
  heard: say('Why it is here'),
};

/**
 * What a quote is evidence for, with how sure the model is, as the hover says it.
 *
 * @param label `complaint`, `topic:delivery`, `effort:wait`
 */
export function labelInWords(
  label: string,
  mention: MentionDetail,
  taxonomy: Taxonomy | undefined,
): string {
  const [group = '', key = ''] = label.split(':');
  const { reading } = mention;
  const sure = (words: string, probability: number | undefined): string =>
    probability === undefined ? words : `${words}, ${percent(probability)}`;
  if (group === 'topic') {
    const found = reading?.topics?.find((topic) => topic.key === key);
    return sure(say('Topic: {topic}', { topic: topicName(taxonomy, key) }), found?.probability);
  }
  if (group === 'effort') {
    const found = reading?.effort?.find(({ kind }) => kind === key);
    return sure(say('Effort: {kind}', { kind: inWords(key) }), found?.probability);
  }
  if (group === 'want' && mention.want !== null) return WANT_WORDS[mention.want.kind];
  if (group === 'heard') return say('{monitor} listens for it', { monitor: key });
  return single(group, key, reading, sure);
}

type Sure = (words: string, probability: number | undefined) => string;

function single(group: string, key: string, reading: MentionDetail['reading'], sure: Sure): string {
  const { complaint, sentiment, leaving, urgency } = reading ?? {};
  if (group === 'complaint' && complaint)
    return sure(
      COMPLAINT_WORDS[complaint.best],
      complaint.best === 'complaint' ? complaint.probability : 1 - complaint.probability,
    );
  if (group === 'sentiment' && sentiment)
    return sure(SENTIMENT_WORDS[sentiment.best], sentiment.probabilities[sentiment.best]);
  if (group === 'leaving' && leaving)
    return sure(leavingWords(leaving.best, leaving.direction), leaving.probability);
  if (group === 'urgency' && urgency)
    return sure(say('Harm: {level}', { level: urgencyWords(urgency.best) }), urgency.probability);
  return [group, key]
    .filter((part) => part !== '')
    .map(inWords)
    .join(': ');
}
