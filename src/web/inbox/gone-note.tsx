import { IconEraser, IconGhost2 } from '@tabler/icons-react';
import { When } from '../app/when.js';
import type { Mention } from '../app/wire.js';
import { say } from '../language/say.js';

/** Says that the post is no longer where it was, and what that means here. */
export function GoneNote({
  mention: { goneAt, erasedAt },
}: {
  mention: Pick<Mention, 'goneAt' | 'erasedAt'>;
}) {
  if (erasedAt !== null) {
    return (
      <p className="gone-note">
        <IconEraser size={17} aria-hidden />
        <span>
          {say(
            'Deleted at its place, so its text and author were erased here {when}. That it was there still counts.',
            { when: <When at={erasedAt} ago /> },
          )}
        </span>
      </p>
    );
  }
  if (goneAt === null) return null;
  return (
    <p className="gone-note">
      <IconGhost2 size={17} aria-hidden />
      <span>
        {say('No longer at its place: found deleted {when}. It can no longer be answered there.', {
          when: <When at={goneAt} ago />,
        })}
      </span>
    </p>
  );
}
