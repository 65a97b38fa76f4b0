import { useRef } from 'react';
import { useKeys } from '../../app/keys.js';
import { useMay } from '../../app/may.js';
import type { MentionDetail } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { NoteBox } from './note-box.js';
import { NoteItem } from './note-item.js';
import { useNotes, useNoteWriting } from './notes.queries.js';
import { Loaded } from './part.js';
import './notes.css';

/** What people write to each other about it. */
export function Notes({ mention }: { mention: MentionDetail }) {
  const notes = useNotes(mention.id);
  const writing = useNoteWriting(mention.id);
  const may = useMay();
  const writable = may.work && mention.erasedAt === null;
  if (notes.data?.items.length === 0 && !writable) return null;
  return (
    <section className="below">
      <h3>{say('Notes')}</h3>
      <Loaded query={notes}>
        {({ items }) =>
          items.length > 0 && (
            <ol className="notes" aria-live="polite">
              {items.map((note) => (
                <NoteItem note={note} writing={writing} key={note.id} />
              ))}
            </ol>
          )
        }
      </Loaded>
      {/* Whether or not the others are there: who presses "n" and writes on must be heard. */}
      {writable && <NewNote mentionId={mention.id} add={writing.add} />}
    </section>
  );
}

function NewNote({
  mentionId,
  add,
}: {
  mentionId: string;
  add: ReturnType<typeof useNoteWriting>['add'];
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  useKeys(say('Notes'), [
    {
      keys: 'n',
      does: say('Write a note'),
      run: () => {
        field.current?.focus();
        field.current?.scrollIntoView({ block: 'nearest' });
      },
    },
  ]);
  return (
    <NoteBox
      mentionId={mentionId}
      draft={`note:${mentionId}`}
      label={say('Write a note; @ calls a person')}
      save={add}
      field={field}
    />
  );
}
