import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { say } from '../language/say.js';

/** New mentions wait here until someone wants them: no row moves by itself. */
export function NewcomersBar({
  count,
  more,
  show,
}: {
  count: number;
  /** There may be more than were counted. */
  more: boolean;
  show: () => void;
}) {
  return (
    <>
      <div className="unseen" aria-live="polite">
        {count > 0 &&
          say('{count, plural, other {# new}}. Press the full stop key to show.', { count })}
      </div>
      {count > 0 && (
        <div className="newcomers">
          <Button
            size="compact-sm"
            radius="xl"
            leftSection={<IconArrowUp size={14} aria-hidden />}
            rightSection={<kbd aria-hidden>.</kbd>}
            onClick={show}
          >
            {more ? say('{count} or more new', { count }) : say('{count} new', { count })}
          </Button>
        </div>
      )}
    </>
  );
}
