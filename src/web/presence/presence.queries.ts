import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { api } from '../app/client.js';
import { live } from '../app/live.js';
import { queryClient, useSession } from '../app/queries.js';
import type { Presence, PresenceList } from '../app/wire.js';
import { thisWindow } from './this-window.js';

const KEY = ['presence'] as const;
const REFRESH_MS = 700;
/** A server that restarted has forgotten who was where, and tells nobody. */
const SURELY_MS = 60_000;

type People = readonly Presence[];
type ByMention = ReadonlyMap<string, People>;
const NOBODY: People = [];

/** Who does most is seen first, also where there is room for few. */
const ORDER: Readonly<Record<Presence['state'], number>> = { writing: 0, viewing: 1, idle: 2 };

function byMention({ items }: PresenceList): ByMention {
  const people = new Map<string, Presence[]>();
  for (const item of items.toSorted((a, b) => ORDER[a.state] - ORDER[b.state])) {
    const others = people.get(item.mentionId);
    if (others === undefined) people.set(item.mentionId, [item]);
    else others.push(item);
  }
  return people;
}

let lookers = 0;
let timer: number | null = null;
let off: (() => void) | null = null;

/** Asks again as people move, once for all the rows that show them. */
function watch(): () => void {
  lookers += 1;
  off ??= live.on(({ kind }) => {
    if (kind !== 'presence' && kind !== 'heard-again') return;
    timer ??= window.setTimeout(() => {
      timer = null;
      void queryClient.invalidateQueries({ queryKey: KEY });
    }, REFRESH_MS);
  });
  return () => {
    lookers -= 1;
    if (lookers > 0) return;
    off?.();
    off = null;
  };
}

/** The other people who have this mention open. */
export function usePeopleAt(mentionId: string): People {
  useEffect(watch, []);
  const me = useSession().data?.user.id;
  const present = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api<PresenceList>('/presence', { signal }),
    select: byMention,
    refetchInterval: SURELY_MS,
    staleTime: SURELY_MS,
  });
  const people = present.data?.get(mentionId) ?? NOBODY;
  return people.some(({ person }) => person.id === me)
    ? people.filter(({ person }) => person.id !== me)
    : people;
}

/** Says that this window has the mention open, as long as the caller is there. @returns who else has */
export function usePresence(mentionId: string): People {
  useEffect(() => thisWindow.open(mentionId), [mentionId]);
  return usePeopleAt(mentionId);
}

/** @returns to be called at each change of a text that is being written about the mention */
export function useWriting(mentionId: string): () => void {
  useEffect(() => () => thisWindow.stoppedWriting(mentionId), [mentionId]);
  return useCallback(() => thisWindow.wrote(mentionId), [mentionId]);
}
