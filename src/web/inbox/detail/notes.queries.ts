import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../app/client.js';
import type { MentionDetail, Note, NoteList } from '../../app/wire.js';
import { mentionKey } from '../mentions.queries.js';

const notesKey = (mentionId: string) => [...mentionKey(mentionId), 'notes'] as const;

export function useNotes(mentionId: string) {
  return useQuery({
    queryKey: notesKey(mentionId),
    queryFn: ({ signal }) => api<NoteList>(`/mentions/${mentionId}/notes`, { signal }),
  });
}

/** What is said in a note, and whom it calls. */
export interface Written {
  readonly text: string;
  readonly calls: readonly string[];
}

export interface NoteWriting {
  readonly add: (note: Written) => Promise<void>;
  readonly edit: (note: Note, to: Written) => Promise<void>;
  readonly remove: (note: Note) => Promise<void>;
}

/** Writing notes beside a mention: what the server answers shows at once. */
export function useNoteWriting(mentionId: string): NoteWriting {
  const queries = useQueryClient();
  const settle = (note: Note): void => {
    queries.setQueryData<NoteList>(notesKey(mentionId), (list) => ({
      items: [...(list?.items ?? []).filter(({ id }) => id !== note.id), note].toSorted(
        (a, b) => a.createdAt.localeCompare(b.createdAt) || Number(a.id) - Number(b.id),
      ),
    }));
    queries.setQueryData<MentionDetail>(mentionKey(mentionId), (detail) => {
      const list = queries.getQueryData<NoteList>(notesKey(mentionId));
      if (detail === undefined || list === undefined) return detail;
      return { ...detail, notes: list.items.filter(({ deletedAt }) => deletedAt === null).length };
    });
  };
  return {
    add: async (body) =>
      settle(await api<Note>(`/mentions/${mentionId}/notes`, { method: 'POST', body })),
    edit: async ({ id, version }, to) =>
      settle(await api<Note>(`/notes/${id}`, { method: 'PATCH', body: { ...to, version } })),
    remove: async ({ id }) => settle(await api<Note>(`/notes/${id}`, { method: 'DELETE' })),
  };
}
