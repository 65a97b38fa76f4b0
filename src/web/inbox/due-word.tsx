import { IconAlarm, IconAlertTriangleFilled, IconClockPause } from '@tabler/icons-react';
import { exactly, lasting } from '../app/times.js';
import { useNow } from '../app/when.js';
import { say } from '../language/say.js';
import { dayAndTime } from './day-and-time.js';

const SOON_SECONDS = 3600;

/** When an answer is due. Overdue says so in words and by its sign, not by colour alone. */
export function DueWord({ at }: { at: string }) {
  const now = useNow();
  const seconds = (Date.parse(at) - now) / 1000;
  if (seconds < 0) {
    return (
      <span className="due due-over" title={say('Was due {time}', { time: exactly(at) })}>
        <IconAlertTriangleFilled size={12} aria-hidden />
        {say('Overdue {time}', { time: lasting(-seconds) })}
      </span>
    );
  }
  return (
    <span
      className={seconds < SOON_SECONDS ? 'due due-soon' : 'due'}
      title={say('Due {time}', { time: exactly(at) })}
    >
      <IconAlarm size={13} stroke={1.8} aria-hidden />
      {say('Due in {time}', { time: lasting(seconds) })}
    </span>
  );
}

/** When a waiting one comes back. */
export function ReturnWord({ at }: { at: string }) {
  const now = useNow();
  return (
    <span className="due due-back" title={exactly(at)}>
      <IconClockPause size={13} stroke={1.8} aria-hidden />
      {say('Back {time}', { time: dayAndTime(new Date(at), new Date(now)) })}
    </span>
  );
}
