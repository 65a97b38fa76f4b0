import { IconCheck, IconClockPause, IconEyeOff } from '@tabler/icons-react';
import { say } from '../language/say.js';
import type { Mention } from '../app/wire.js';
import type { RowActions } from './mention-row.js';

/** For the hand on the mouse; the keyboard has e, s and i. */
export function RowButtons({ mention, actions }: { mention: Mention; actions: RowActions }) {
  const buttons = [
    {
      says: say('Done (e)'),
      icon: IconCheck,
      hidden: mention.status === 'done',
      run: () => actions.act(mention, { status: 'done' }),
    },
    {
      says: say('Snooze (s)'),
      icon: IconClockPause,
      hidden: mention.status === 'waiting',
      run: () => actions.snooze(mention.id),
    },
    {
      says: say('Dismiss (i)'),
      icon: IconEyeOff,
      hidden: mention.status === 'dismissed',
      run: () => actions.dismiss(mention.id),
    },
  ];
  return (
    <div className="row-actions">
      {buttons
        .filter(({ hidden }) => !hidden)
        .map(({ says, icon: Icon, run }) => (
          <button
            key={says}
            type="button"
            className="row-button"
            tabIndex={-1}
            title={says}
            aria-label={says}
            onClick={run}
          >
            <Icon size={15} stroke={1.8} />
          </button>
        ))}
    </div>
  );
}
