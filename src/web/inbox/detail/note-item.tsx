import { Button } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useState } from 'react';
import { OutsideLink } from '../../app/outside-link.js';
import { initials } from '../../app/initials.js';
import { useMay } from '../../app/may.js';
import { tellProblem } from '../../app/notices.js';
import { useSession } from '../../app/queries.js';
import { When } from '../../app/when.js';
import type { Note } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { NoteBox } from './note-box.js';
import { noteRuns } from './note-runs.js';
import type { NoteWriting } from './notes.queries.js';

/** One note: who, when, what; its own writer can change it. */
export function NoteItem({ note, writing }: { note: Note; writing: NoteWriting }) {
  const [editing, setEditing] = useState(false);
  const me = useSession().data?.user.id;
  const { by, createdAt, editedAt, deletedAt, erasedAt } = note;
  const stands = deletedAt === null && erasedAt === null;
  return (
    <li className="note">
      <span className="note-face" aria-hidden>
        {initials(by.name)}
      </span>
      <div className="note-body">
        <p className="note-head">
          <bdi className="note-by">{by.name}</bdi>
          <span className="dim">
            <When at={createdAt} ago />
            {editedAt !== null && stands && (
              <>, {say('edited {when}', { when: <When at={editedAt} ago /> })}</>
            )}
          </span>
        </p>
        {editing ? (
          <NoteBox
            mentionId={note.mentionId}
            draft={`note-edit:${note.id}`}
            usual={note.text}
            label={say('Edit the note')}
            save={(to) => writing.edit(note, to)}
            close={() => setEditing(false)}
          />
        ) : (
          <NoteText note={note} />
        )}
        {stands && !editing && (
          <NoteActions
            note={note}
            own={by.id === me}
            writing={writing}
            edit={() => setEditing(true)}
          />
        )}
      </div>
    </li>
  );
}

function NoteText({ note: { text, links, calls, deletedAt, erasedAt } }: { note: Note }) {
  if (deletedAt !== null) return <p className="dim">{say('This note was deleted.')}</p>;
  if (erasedAt !== null)
    return <p className="dim">{say('Erased together with the text of the mention.')}</p>;
  const urls = links.map(({ url }) => url);
  return (
    <>
      <p className="note-text theirs" dir="auto">
        {noteRuns(text, urls, calls).map(({ start, kind, text: words }) => {
          if (kind === 'link')
            return (
              <OutsideLink url={words} key={start}>
                {words}
              </OutsideLink>
            );
          return kind === 'call' ? (
            <strong className="note-call" key={start}>
              {words}
            </strong>
          ) : (
            words
          );
        })}
      </p>
      {links.length > 0 && (
        <ul className="note-links" aria-label={say('Attachments, by link')}>
          {links.map(({ url, host }) => (
            <li key={url}>
              <OutsideLink url={url} className="note-link">
                <IconPaperclip size={13} aria-hidden />
                <bdi>{host}</bdi>
              </OutsideLink>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function NoteActions({
  note,
  own,
  writing,
  edit,
}: {
  note: Note;
  own: boolean;
  writing: NoteWriting;
  edit: () => void;
}) {
  const may = useMay();
  const [sure, setSure] = useState(false);
  const remove = (): void => {
    if (!sure) return setSure(true);
    writing.remove(note).catch((error: unknown) => {
      tellProblem(say('The note was not deleted'), error);
      setSure(false);
    });
  };
  const mayRemove = may.work && (own || may.configure);
  return (
    <div className="note-actions">
      {own && may.work && (
        <Button variant="subtle" size="compact-xs" onClick={edit}>
          {say('Edit')}
        </Button>
      )}
      {mayRemove && (
        <Button
          variant="subtle"
          size="compact-xs"
          {...(sure ? { color: 'red' } : {})}
          onClick={remove}
          onBlur={() => setSure(false)}
        >
          {sure ? say('Delete it for good') : say('Delete')}
        </Button>
      )}
      {note.before.length > 0 && (
        <details className="note-before">
          <summary>
            {say('{count, plural, one {One version before} other {# versions before}}', {
              count: note.before.length,
            })}
          </summary>
          <ol>
            {note.before.toReversed().map(({ text, until }) => (
              <li key={until}>
                <span className="dim">
                  {say('until {when}', { when: <When at={until} ago /> })}
                </span>
                <p className="theirs" dir="auto">
                  {text}
                </p>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}
