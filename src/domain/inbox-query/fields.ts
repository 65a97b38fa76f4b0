import { DISMISS_REASONS, INBOX_STATUSES, WANTS } from '../mention.js';
import {
  COMPLAINT_LABELS,
  EFFORT_KINDS,
  LEAVING_STAGES,
  SENTIMENT_LABELS,
  TOUCHPOINTS,
  URGENCY_LEVELS,
} from '../reading.js';
import { chosen, namedBy, UnknownValue, type Choice, type Named } from './choices.js';
import { HELD, STATES, type Asked, type State } from './condition.js';
import type { Here } from './days.js';
import { HAS_SAYS, IS_SAYS } from './field-words.js';
import { dueRead, postedRead, ratingRead } from './ranges.js';
import type { Value } from './tokens.js';

/** The names that a query may use, and who asks. */
export interface Vocabulary extends Here {
  /** Whom "me" and "mine" mean; null: nobody in particular, as for a program without a person. */
  readonly me: Named | null;
  readonly people: readonly Named[];
  readonly sources: readonly Named[];
  readonly monitors: readonly Named[];
  /** `id` is the key. */
  readonly topics: readonly Named[];
  readonly labels: readonly string[];
}

/** A field of the query, for reading and for help. */
export interface Field {
  readonly name: string;
  /** What it looks at. */
  readonly says: string;
  readonly example: string;
  /** What can be written; empty: anything of the kind of the example. */
  readonly choices: (vocabulary: Vocabulary) => readonly Choice[];
  /** What its values ask for, any of them, and each as it is best written. */
  readonly read: (
    values: readonly Value[],
    vocabulary: Vocabulary,
  ) => { asked: readonly Asked[]; said: string[] } | UnknownValue;
}

type Reading = ReturnType<Field['read']>;

const bare = (value: string): Choice => ({ value, says: value.replaceAll('-', ' ') });
const byName = ({ name }: Named): Choice => ({ value: name, says: name });

/** A field of fixed words. */
function fixed<Of extends string>(
  name: string,
  says: string,
  of: readonly Of[],
  asked: (of: Of[]) => Asked,
  choice: (value: Of) => Choice = bare,
): Field {
  return {
    name,
    says,
    example: `${name}:${of[0]}`,
    choices: () => of.map(choice),
    read: (values) => {
      const found = chosen(values, of, name);
      return found instanceof UnknownValue ? found : { asked: [asked(found)], said: found };
    },
  };
}

/** A field of things that have names. */
function named(
  name: string,
  says: string,
  what: string,
  all: (vocabulary: Vocabulary) => readonly Named[],
  asked: (ids: string[]) => Asked,
): Field {
  return {
    name,
    says,
    example: `${name}:"Town talk"`,
    choices: (vocabulary) => all(vocabulary).map(byName),
    read: (values, vocabulary) => {
      const found = namedBy(values, all(vocabulary), what);
      if (found instanceof UnknownValue) return found;
      return {
        asked: [asked(found.map(({ id }) => id))],
        said: unique(found.map((it) => it.name)),
      };
    },
  };
}

const unique = (all: readonly string[]): string[] => [...new Set(all)];
const isNone = ({ text }: Value): boolean => /^(none|nobody)$/iu.test(text);

const topic: Field = {
  name: 'topic',
  says: 'what it is about',
  example: 'topic:delivery',
  choices: ({ topics }) => [
    ...topics.map(({ id, name }) => ({ value: id, says: name })),
    { value: 'none', says: 'no topic' },
  ],
  read: (values, { topics }) => {
    const given = values.filter((value) => !isNone(value));
    // Before there is a taxonomy every topic goes by its key.
    const all = topics.length > 0 ? topics : given.map(({ text }) => ({ id: text, name: text }));
    const found = namedBy(given, all, 'topic');
    if (found instanceof UnknownValue) return found;
    const [keys, none] = [found.map(({ id }) => id), values.some(isNone)];
    return { asked: [{ field: 'topic', keys, none }], said: none ? [...keys, 'none'] : keys };
  },
};

const isMe = ({ text }: Value): boolean => text.toLowerCase() === 'me';

const owner: Field = {
  name: 'owner',
  says: 'whose it is',
  example: 'owner:me',
  choices: ({ people }) => [
    { value: 'me', says: 'yours' },
    { value: 'none', says: 'nobody’s' },
    ...people.map(byName),
  ],
  read: (values, { people, me }) => {
    const own = values.find(isMe);
    if (own && me === null) return noOne(own);
    const found = namedBy(
      values.filter((value) => !isNone(value) && !isMe(value)),
      people,
      'person',
    );
    if (found instanceof UnknownValue) return found;
    const ids = unique([...found.map(({ id }) => id), ...(own && me ? [me.id] : [])]);
    const nobody = values.some(isNone);
    const said = [
      ...(own ? ['me'] : []),
      ...unique(found.map(({ name }) => name)),
      ...(nobody ? ['none'] : []),
    ];
    return { asked: [{ field: 'owner', ids, nobody }], said };
  },
};

const noOne = (value: Value): UnknownValue =>
  new UnknownValue(value, 'Nobody is signed in whom this could mean.', null);

const status = fixed('status', 'how far people have come with it', INBOX_STATUSES, (of) => ({
  field: 'status',
  of,
}));

/** States, and for convenience the statuses. */
const is: Field = {
  name: 'is',
  says: 'what holds for it now',
  example: 'is:overdue',
  choices: () => [...STATES, ...INBOX_STATUSES].map((value) => ({ value, says: IS_SAYS[value] })),
  read: (values, { me }): Reading => {
    const found = chosen<State | (typeof INBOX_STATUSES)[number]>(
      values,
      [...STATES, ...INBOX_STATUSES],
      'is',
    );
    if (found instanceof UnknownValue) return found;
    if (found.includes('mine') && me === null) return noOne(values[found.indexOf('mine')] as Value);
    const states = STATES.filter((state) => found.includes(state));
    const statuses = INBOX_STATUSES.filter((it) => found.includes(it));
    const asked: Asked[] = [];
    if (states.length > 0) asked.push({ field: 'is', of: states });
    if (statuses.length > 0) asked.push({ field: 'status', of: statuses });
    return { asked, said: found };
  },
};

const author: Field = {
  name: 'author',
  says: 'who wrote it: handle or name; jan* for what begins so',
  example: 'author:jane_doe',
  choices: () => [],
  read: (values) => {
    const names = values.map(({ text }) => ({
      name: text.replace(/^@/u, '').replace(/\*+$/u, '').toLowerCase(),
      begins: text.endsWith('*'),
    }));
    const empty = names.findIndex(({ name }) => name === '');
    if (empty >= 0)
      return new UnknownValue(
        values[empty] as Value,
        'Write a handle or a name after author:',
        'has:author',
      );
    return { asked: [{ field: 'author', names }], said: values.map(({ text }) => text) };
  },
};

const label: Field = {
  name: 'label',
  says: 'a label that people put on it',
  example: 'label:vip',
  choices: ({ labels }) => labels.map((value) => ({ value, says: value })),
  read: (values, { labels: known }) => {
    const same = (text: string) => known.find((it) => it.toLowerCase() === text.toLowerCase());
    const labels = values.map(({ text }) => same(text) ?? text);
    return { asked: [{ field: 'label', labels }], said: labels };
  },
};

const lang: Field = {
  name: 'lang',
  says: 'its language, by its code of two letters',
  example: 'lang:de',
  choices: () => ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt'].map(bare),
  read: (values) => {
    const codes = values.map(({ text }) => text.toLowerCase());
    const wrong = codes.findIndex((code) => !/^[a-z]{2,3}$/u.test(code));
    if (wrong < 0) return { asked: [{ field: 'lang', codes }], said: codes };
    const value = values[wrong] as Value;
    return new UnknownValue(
      value,
      `"${value.text}" is no code of a language: write en, de or fr, for example.`,
      null,
    );
  },
};

/** Every field there is, the most used first. */
export const FIELDS: readonly Field[] = [
  author,
  named(
    'source',
    'the place it was heard at',
    'source',
    (it) => it.sources,
    (ids) => ({ field: 'source', ids }),
  ),
  topic,
  status,
  owner,
  is,
  label,
  fixed(
    'has',
    'what it has',
    HELD,
    (of) => ({ field: 'has', of }),
    (value) => ({ value, says: HAS_SAYS[value] }),
  ),
  fixed('complaint', 'whether it is a complaint', COMPLAINT_LABELS, (of) => ({
    field: 'complaint',
    of,
  })),
  fixed('sentiment', 'its feeling', SENTIMENT_LABELS, (of) => ({ field: 'sentiment', of })),
  fixed('urgency', 'harm if nobody acts', URGENCY_LEVELS, (of) => ({ field: 'urgency', of })),
  fixed('effort', 'what the customer had to go through', EFFORT_KINDS, (of) => ({
    field: 'effort',
    of,
  })),
  fixed('leaving', 'how far the customer is from leaving', LEAVING_STAGES, (of) => ({
    field: 'leaving',
    of,
  })),
  fixed('touchpoint', 'where the customer met us', TOUCHPOINTS, (of) => ({
    field: 'touchpoint',
    of,
  })),
  fixed('want', 'what the customer asks for', WANTS, (of) => ({ field: 'want', of })),
  fixed('dismissed', 'why it needed no work', DISMISS_REASONS, (of) => ({
    field: 'dismissed',
    of,
  })),
  lang,
  {
    name: 'rating',
    says: 'stars or points',
    example: 'rating:1-2',
    choices: () => [],
    read: ratingRead,
  },
  {
    name: 'after',
    says: 'posted then or later: a day, 7d, today',
    example: 'after:7d',
    choices: () => [],
    read: postedRead('after'),
  },
  {
    name: 'before',
    says: 'posted before then',
    example: 'before:2026-11-01',
    choices: () => [],
    read: postedRead('before'),
  },
  {
    name: 'due',
    says: 'when an answer is due',
    example: 'due:today',
    choices: () => ['overdue', 'today', 'tomorrow', '7d', 'none'].map(bare),
    read: dueRead,
  },
  named(
    'monitor',
    'what we listen for',
    'monitor',
    (it) => it.monitors,
    (ids) => ({ field: 'monitor', ids }),
  ),
];

export const fieldNamed = (name: string): Field | undefined =>
  FIELDS.find((field) => field.name === name.toLowerCase());
