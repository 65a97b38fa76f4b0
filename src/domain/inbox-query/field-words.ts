import type { InboxStatus } from '../mention.js';
import type { Held, State } from './condition.js';

/** What a value of `is:` says. */
export const IS_SAYS: Readonly<Record<State | InboxStatus, string>> = {
  unfinished: 'new, doing or waiting',
  finished: 'done or dismissed',
  mine: 'yours and unfinished',
  owned: 'somebody’s',
  unowned: 'nobody’s and unfinished',
  overdue: 'due before now and unfinished',
  returned: 'came back from waiting and is unfinished',
  claimed: 'somebody works on it right now',
  copy: 'an exact copy, folded under the first',
  gone: 'deleted at its place',
  erased: 'its text and author were erased here',
  corrected: 'people corrected its labels',
  edited: 'its text was changed at its place',
  ours: 'written by one of our own accounts',
  unsure: 'not sure whether it is a complaint',
  new: 'nobody has begun with it',
  doing: 'somebody works on it',
  waiting: 'comes back by itself',
  done: 'dealt with',
  dismissed: 'needs no work',
};

/** What a value of `has:` says. */
export const HAS_SAYS: Readonly<Record<Held, string>> = {
  title: 'a title',
  author: 'an author',
  link: 'an address where it stands',
  rating: 'stars or points',
  topic: 'a topic',
  label: 'a label that people put on it',
  note: 'a note that people wrote beside it',
  task: 'a task',
  copies: 'exact copies folded under it',
  due: 'a time by which an answer is due',
  want: 'something that the customer asks for',
};
