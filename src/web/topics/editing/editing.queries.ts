import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { api } from '../../app/client.js';
import { useServerChanges } from '../../app/live.js';
import { tellDone, tellProblem } from '../../app/notices.js';
import type {
  FullTaxonomy,
  Preview,
  ProposalList,
  Proposal,
  TaxonomyVersionList,
  TaxonomyWrite,
} from '../../app/wire.js';
import { say } from '../../language/say.js';
import type { Draft } from './draft.js';

const FULL = ['taxonomy', 'full'] as const;
const RELABELLING_MS = 1_000;

/** Asks again whenever somebody saves topics, decides a proposal, or a re-labelling goes on. */
export function useFreshTopics(): void {
  const queries = useQueryClient();
  const refresh = useCallback(() => {
    void queries.invalidateQueries({ queryKey: ['taxonomy'] });
    void queries.invalidateQueries({ queryKey: ['topic-proposals'] });
  }, [queries]);
  useServerChanges(['topics'], refresh);
}

export function useFullTaxonomy() {
  return useQuery({
    queryKey: FULL,
    queryFn: ({ signal }) => api<FullTaxonomy>('/taxonomy/full', { signal }),
    refetchInterval: ({ state }) =>
      (state.data?.relabelling.left ?? 0) > 0 ? RELABELLING_MS : false,
  });
}

export function useVersions() {
  return useQuery({
    queryKey: ['taxonomy', 'versions'],
    queryFn: ({ signal }) => api<TaxonomyVersionList>('/taxonomy/versions', { signal }),
  });
}

export function useProposals(state: Proposal['state']) {
  return useQuery({
    queryKey: ['topic-proposals', state],
    queryFn: ({ signal }) => api<ProposalList>(`/topic-proposals?state=${state}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.run !== null && data.run.endedAt === null ? RELABELLING_MS : false,
  });
}

export type NewVersion = Pick<TaxonomyWrite, 'taxonomy' | 'basedOn'> &
  Partial<Pick<TaxonomyWrite, 'note' | 'proposal'>>;
export interface Saving {
  readonly body: NewVersion;
  /** What is in force, to go back to; null: there is no way back. */
  readonly before: Draft | null;
}

const save = (body: NewVersion): Promise<FullTaxonomy> =>
  api<FullTaxonomy>('/taxonomy', { method: 'PUT', body });

/** Saves topics as a new version; what was in force before can be put back at once. */
export function useSaveTopics(onSaved: () => void) {
  const queries = useQueryClient();
  const done = (saved: FullTaxonomy): void => {
    queries.setQueryData(FULL, saved);
    void queries.invalidateQueries();
  };
  const undo = async (before: Draft, basedOn: number): Promise<void> => {
    try {
      done(await save({ taxonomy: before, basedOn, note: 'took the last change back' }));
    } catch (error) {
      tellProblem(say('The change was not taken back'), error);
    }
  };
  return useMutation({
    mutationFn: ({ body }: Saving) => save(body),
    onSuccess: (saved, { before }) => {
      done(saved);
      const what = say('Version {version} is saved. Stored mentions get their topics by it now.', {
        version: saved.version,
      });
      tellDone(what, before === null ? undefined : () => void undo(before, saved.version));
      onSaved();
    },
  });
}

/** Rejecting, taking it back, and looking for new patterns now. */
export function useProposalActions() {
  const queries = useQueryClient();
  const refresh = (): void => void queries.invalidateQueries({ queryKey: ['topic-proposals'] });
  const act = (path: string): Promise<ProposalList> =>
    api<ProposalList>(`/topic-proposals/${path}`, { method: 'POST' });
  const reopen = async (id: string): Promise<void> => {
    try {
      await act(`${id}/reopen`);
    } catch (error) {
      tellProblem(say('The proposal was not taken back'), error);
    }
    refresh();
  };
  const reject = useMutation({
    mutationFn: ({ id }: Proposal) => act(`${id}/reject`),
    onSuccess: (_list, { id, name }) =>
      tellDone(say('“{name}” will not come back', { name }), () => void reopen(id)),
    onError: (error) => tellProblem(say('The proposal was not rejected'), error),
    onSettled: refresh,
  });
  const search = useMutation({
    mutationFn: () => act('search'),
    onError: (error) => tellProblem(say('No search was begun'), error),
    onSettled: refresh,
  });
  return { reject, search, reopen };
}

const WAIT_MS = 600;
const LOOK_MS = 400;

export interface Tried {
  /** Of the draft as it is now, or of the one before while the new one is worked out. */
  readonly preview: Preview | null;
  readonly working: boolean;
  readonly error: unknown;
}

const NOTHING: Tried = { preview: null, working: false, error: null };

/** What is known so far, and of which draft. */
interface Known {
  readonly of: Draft | null;
  readonly preview: Preview | null;
  readonly ended: boolean;
  readonly error: unknown;
}

/** Works out what the draft would do, a moment after the last change to it. null: nothing to try. */
export function usePreview(draft: Draft | null): Tried {
  const [known, setKnown] = useState<Known>({ of: null, preview: null, ended: true, error: null });
  useEffect(() => {
    if (draft === null) return undefined;
    const stopped = new AbortController();
    const tell = (preview: Preview | null, ended: boolean, error: unknown = null): void => {
      if (!stopped.signal.aborted) setKnown({ of: draft, preview, ended, error });
    };
    const timer = window.setTimeout(() => {
      tryOut(draft, stopped.signal, tell).catch((error: unknown) => tell(null, true, error));
    }, WAIT_MS);
    return () => {
      window.clearTimeout(timer);
      stopped.abort();
    };
  }, [draft]);
  if (draft === null) return NOTHING;
  const isOfThis = known.of === draft;
  return {
    preview: known.preview,
    working: !isOfThis || !known.ended,
    error: isOfThis ? known.error : null,
  };
}

async function tryOut(
  taxonomy: Draft,
  signal: AbortSignal,
  tell: (preview: Preview | null, ended: boolean, error?: unknown) => void,
): Promise<void> {
  let preview = await api<Preview>('/taxonomy/preview', {
    method: 'POST',
    body: { taxonomy },
    signal,
  });
  while (preview.state === 'running') {
    tell(preview, false);
    await new Promise((resume) => window.setTimeout(resume, LOOK_MS));
    preview = await api<Preview>(`/taxonomy/previews/${preview.id}`, { signal });
  }
  // Somebody signed in as the same person tries something else: that one is shown there.
  if (preview.state === 'done') tell(preview, true);
  else
    tell(null, true, new Error(say('It could not be worked out. Change something to try again.')));
}
