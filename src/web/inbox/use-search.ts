import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { completed } from './search-edit.js';
import { useExplained, type Explained } from './search.queries.js';
import type { ChangeFilters } from './use-filters.js';

const REST_MS = 160;

type Completion = Explained['completions'][number];

export interface Search {
  readonly text: string;
  /** How the text was understood; null while that is not known of this very text. */
  readonly explained: Explained | null;
  readonly offers: readonly Completion[];
  readonly type: (text: string, at: number) => void;
  readonly pointTo: (at: number) => void;
  /** @returns where the cursor stands then */
  readonly accept: (offer: Completion) => number;
  /** Asks for what is typed, whether or not it can be read. */
  readonly apply: () => void;
  readonly hide: () => void;
}

interface Typing {
  readonly text: string;
  readonly at: number;
  /** The query of the address. */
  readonly applied: string;
  readonly typed: boolean;
  readonly hidden: boolean;
  /** What was typed since, of which the address may still come to hold some. */
  readonly onTheWay: readonly string[];
}

const MOST_ON_THE_WAY = 100;

/** What is being typed, and the query of the address, which follows as soon as it can be read. */
export function useSearch(q: string, change: ChangeFilters, focused: boolean): Search {
  const [state, set] = useState<Typing>(() => ({
    ...{ text: q, at: q.length, applied: q },
    ...{ typed: false, hidden: false, onTheWay: [] },
  }));
  const { text, at, typed, hidden } = state;
  if (q !== state.applied) {
    // Another address was opened, or what was typed before has come there: then what is being typed stays.
    const own = state.onTheWay.includes(q);
    const onTheWay = own ? state.onTheWay.slice(state.onTheWay.indexOf(q) + 1) : [];
    set({ ...state, applied: q, text: own ? text : q, typed: own && typed, onTheWay });
  }
  const [[asked, askedAt]] = useDebouncedValue([text, at] as const, REST_MS);
  const answer = useExplained(asked, focused ? askedAt : null, focused || asked !== '').data;
  const explained = answer?.asked === text ? answer : null;
  const readable = explained !== null && explained.faults.length === 0;
  const wanted = text.trim();
  useEffect(() => {
    if (typed && readable && wanted !== q) change({ q: wanted }, true);
  }, [typed, readable, wanted, q, change]);
  const type = (next: string, cursor: number): void =>
    set((now) => ({
      ...{ applied: now.applied, text: next, at: cursor, typed: true, hidden: false },
      onTheWay: [...now.onTheWay, next.trim()].slice(-MOST_ON_THE_WAY),
    }));
  return {
    text,
    explained,
    offers: focused && !hidden && explained !== null ? changing(explained) : [],
    type,
    pointTo: (cursor) => set((now) => (now.at === cursor ? now : { ...now, at: cursor })),
    accept: (offer) => {
      const next = completed(text, offer);
      type(next.text, next.at);
      return next.at;
    },
    apply: () => change({ q: wanted }, true),
    hide: () => set((now) => ({ ...now, hidden: true })),
  };
}

/** Completions that would change something. */
function changing({ completions, asked }: Explained): readonly Completion[] {
  const bare = (text: string): string => text.replaceAll('"', '');
  return completions.filter(({ start, end, text }) => bare(asked.slice(start, end)) !== bare(text));
}

/** Whether the cursor stands behind a field's colon: then a value is being chosen. */
export function inField(text: string, at: number): boolean {
  return /\p{L}:\S*$/u.test(text.slice(0, at));
}
