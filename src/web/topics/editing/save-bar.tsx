import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { saying } from '../../app/client.js';
import type { TaxonomyWrite } from '../../app/wire.js';
import { say } from '../../language/say.js';

import { changedKeys, missingIn, type Draft } from './draft.js';
import { useSaveTopics, type Tried } from './editing.queries.js';

/** Saves the draft as a new version, or throws it away. */
export function SaveBar({
  draft,
  saved,
  basedOn,
  overtaken,
  proposal,
  tried,
  onDone,
}: {
  draft: Draft;
  saved: Draft;
  basedOn: number;
  /** Somebody else has saved since. */
  overtaken: boolean;
  proposal: TaxonomyWrite['proposal'];
  tried: Tried;
  onDone: () => void;
}) {
  const [note, setNote] = useState('');
  const navigate = useNavigate();
  const save = useSaveTopics(() => {
    onDone();
    if (proposal !== null) void navigate('/topics/proposals');
  });
  const { changed, removed } = changedKeys(saved, draft);
  const unfinished = draft.topics.find((topic) => missingIn(topic) !== null);
  return (
    <form
      className="save-bar"
      onSubmit={(event) => {
        event.preventDefault();
        const body = { taxonomy: draft, basedOn, note: note.trim(), proposal };
        save.mutate({ body, before: proposal === null ? saved : null });
      }}
    >
      <output className="save-bar-what">
        {inWords(changed.length, removed.length)} {wouldMove(tried)}
        {unfinished !== undefined &&
          ` ${say('“{name}” is not finished.', { name: unfinished.name || unfinished.key })}`}
        {overtaken && ` ${say('Somebody else has saved other changes since you began.')}`}
        {save.isError && <span className="save-bar-error"> {saying(save.error)}</span>}
      </output>
      <TextInput
        aria-label={say('What was changed and why')}
        placeholder={say('Why (for the history)')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button variant="default" onClick={onDone}>
        {say('Discard')}
      </Button>
      <Button type="submit" disabled={unfinished !== undefined} loading={save.isPending}>
        {say('Save')}
      </Button>
    </form>
  );
}

/** In short what the panel says, which may be out of sight. */
function wouldMove({ preview, working }: Tried): string | null {
  const effect = preview?.effect ?? null;
  if (working || effect === null) return null;
  return say('{count, plural, one {# stored mention moves} other {# stored mentions move}}.', {
    count: effect.moved,
  });
}

function inWords(changed: number, removed: number): string {
  const parts = [
    changed > 0
      ? say('{count, plural, one {# topic} other {# topics}} changed', { count: changed })
      : null,
    removed > 0 ? say('{count, number} removed', { count: removed }) : null,
  ];
  return say('{changes}, not saved yet.', {
    changes: parts.filter((part) => part !== null).join(', '),
  });
}
