import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { tellDone } from '../../app/notices.js';
import type { ChangeConflict, ChangedMention } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { meanwhileInWords, whyNot } from './conflict.js';
import './changes.css';

/** Tells what was done, with what others did meanwhile: both stand. */
export function tellChanged(what: string, saved: ChangedMention, undo?: () => void): void {
  const { copiesChanged, meanwhile } = saved;
  const line =
    copiesChanged > 0
      ? say('{what} · with {count, plural, one {# exact copy} other {# exact copies}}', {
          what,
          count: copiesChanged,
        })
      : what;
  tellDone(line, undo);
  if (meanwhile.length === 0) return;
  notifications.show({
    id: `merged:${saved.id}`,
    className: 'notice',
    title: say('Both changes were kept'),
    message: meanwhileInWords(meanwhile).join('; '),
    autoClose: 10_000,
  });
}

/**
 * Tells that somebody else was faster, what they did, and that nothing of one's own was done.
 *
 * @param again does it nevertheless, on what is there now
 */
export function tellConflict(what: string, conflict: ChangeConflict, again: () => void): void {
  const id = `conflict:${conflict.mention.id}`;
  const held = conflict.heldBy !== null;
  notifications.hide(id);
  notifications.show({
    id,
    className: 'notice notice-problem',
    role: 'alert',
    title: held ? say('Somebody else has it') : say('Someone was faster'),
    autoClose: 20_000,
    message: (
      <div className="conflict">
        <p>{whyNot(conflict)}</p>
        <p className="dim">{say('Your change was not made: {what}.', { what })}</p>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            again();
          }}
        >
          {held ? say('Take it over') : say('Make my change now')}
        </Button>
      </div>
    ),
  });
}
