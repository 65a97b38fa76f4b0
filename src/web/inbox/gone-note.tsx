import { IconEraser, IconGhost2 } from '@tabler/icons-react';
import { When } from '../app/when.js';
import type { Mention } from '../app/wire.js';

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
          Deleted at its place, so its text and author were erased here <When at={erasedAt} ago />.
          That it was there still counts.
        </span>
      </p>
    );
  }
  if (goneAt === null) return null;
  return (
    <p className="gone-note">
      <IconGhost2 size={17} aria-hidden />
      <span>
        No longer at its place: found deleted <When at={goneAt} ago />. It can no longer be answered
        there.
      </span>
    </p>
  );
}
