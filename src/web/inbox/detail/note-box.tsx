import { Button, Textarea } from '@mantine/core';
import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { saying } from '../../app/client.js';
import { say } from '../../language/say.js';
import { useWriting } from '../../presence/presence.queries.js';
import { callsIn } from './calling.js';
import { CallList, useCalling } from './call-list.js';
import { useDraft } from './note-draft.js';
import type { Written } from './notes.queries.js';

/** Where a note is written: Ctrl-Enter saves it, `@` calls a person. */
export function NoteBox({
  mentionId,
  draft,
  usual = '',
  label,
  save,
  close,
  field,
}: {
  mentionId: string;
  /** Names the draft on this device. */
  draft: string;
  usual?: string;
  label: string;
  /** @throws when it was not saved; then what was written stays */
  save: (note: Written) => Promise<void>;
  /** There is something to go back to without saving. */
  close?: () => void;
  field?: RefObject<HTMLTextAreaElement | null>;
}) {
  const own = useRef<HTMLTextAreaElement>(null);
  const input = field ?? own;
  const [text, setText, forget] = useDraft(draft, usual);
  const [problem, setProblem] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const wrote = useWriting(mentionId);
  const calling = useCalling(input, text, setText);
  const send = async (): Promise<void> => {
    if (text.trim() === '' || saving) return;
    setSaving(true);
    setProblem(null);
    try {
      await save({ text, calls: callsIn(text, calling.people) });
      forget();
      close?.();
    } catch (error) {
      setProblem(error);
    } finally {
      setSaving(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (calling.onKey(event)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (close === undefined) input.current?.blur();
      else close();
    }
  };
  return (
    <div className="note-box">
      <Textarea
        ref={input}
        aria-label={label}
        placeholder={label}
        description={say('Seen by everyone who works here, never by the customer.')}
        inputWrapperOrder={['input', 'description', 'error']}
        autosize
        minRows={2}
        maxRows={14}
        maxLength={5000}
        value={text}
        error={problem === null ? undefined : say('Not saved: {why}', { why: saying(problem) })}
        onChange={(event) => {
          setText(event.currentTarget.value);
          calling.look();
          wrote();
        }}
        onSelect={calling.look}
        onBlur={calling.close}
        onKeyDown={onKeyDown}
        dir="auto"
        {...calling.field}
      />
      <CallList calling={calling} />
      <div className="note-box-end">
        {close !== undefined && (
          <Button
            variant="subtle"
            size="compact-md"
            onClick={() => {
              forget();
              close();
            }}
          >
            {say('Cancel')}
          </Button>
        )}
        <Button
          size="compact-md"
          loading={saving}
          disabled={text.trim() === ''}
          onClick={() => void send()}
        >
          {say('Save note')} <kbd className="note-key">Ctrl ↵</kbd>
        </Button>
      </div>
    </div>
  );
}
