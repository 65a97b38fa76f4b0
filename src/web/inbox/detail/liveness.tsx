import { Button, Loader } from '@mantine/core';
import {
  IconAlertCircle,
  IconCircleCheck,
  IconClock,
  IconGhost2,
  IconRefresh,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { OutsideLink } from '../../app/outside-link.js';
import { safeAddress } from '../../app/safe-address.js';
import { useMay } from '../../app/may.js';
import { When } from '../../app/when.js';
import type { MentionDetail } from '../../app/wire.js';
import { sayAgain } from '../../language/say-again.js';
import { say } from '../../language/say.js';
import { useCanLook, useCheck } from './detail.queries.js';
import './liveness.css';

/** Where it was posted, and whether it still stands there as far as we know. */
export function LivenessLine({ mention }: { mention: MentionDetail }) {
  const { url, liveness, goneAt, erasedAt } = mention;
  const may = useMay();
  const canLook = useCanLook(mention.sourceKind);
  if (erasedAt !== null) return null;
  return (
    <div className="liveness">
      {safeAddress(url) !== null && (
        <OutsideLink url={url} className="liveness-link one-line">
          {new URL(url ?? '').host}
        </OutsideLink>
      )}
      <span className="liveness-says" aria-live="polite">
        <Says mention={mention} />
      </span>
      {may.work && canLook === true && !liveness.paused && (
        <CheckButton id={mention.id} asked={liveness.asked !== null} />
      )}
      {canLook === false && goneAt === null && (
        <span className="dim">{say('This kind of place cannot be asked for one post.')}</span>
      )}
      {canLook === true && liveness.paused && (
        <span className="dim">{say('Its source is paused: the place is not asked.')}</span>
      )}
    </div>
  );
}

function CheckButton({ id, asked }: { id: string; asked: boolean }) {
  const check = useCheck(id);
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      loading={check.isPending}
      disabled={asked}
      leftSection={<IconRefresh size={14} aria-hidden />}
      onClick={() => check.mutate()}
    >
      {say('Check now')}
    </Button>
  );
}

function Says({ mention: { liveness, goneAt } }: { mention: MentionDetail }) {
  const { look, asked, missedAt, lastSeenAt } = liveness;
  if (asked !== null) {
    return (
      <>
        <Loader size={12} aria-hidden />
        {asked.by === null
          ? say('Asking the place, since {when}', { when: <When at={asked.at} ago /> })
          : say('Asking the place, since {when}, for {name}', {
              when: <When at={asked.at} ago />,
              name: asked.by.name,
            })}
      </>
    );
  }
  const seen = say('last seen standing {when}', { when: <When at={lastSeenAt} ago /> });
  if (goneAt !== null) {
    return (
      <Sign bad icon={<IconGhost2 size={14} aria-hidden />}>
        {say('Gone, found {when}', { when: <When at={goneAt} ago /> })}, {seen}
      </Sign>
    );
  }
  if (missedAt !== null) {
    return (
      <Sign bad icon={<IconAlertCircle size={14} aria-hidden />}>
        {say('Not found {when}; it counts as gone when it is missed again an hour later', {
          when: <When at={missedAt} ago />,
        })}
      </Sign>
    );
  }
  if (look?.outcome === 'untold') {
    return (
      <Sign icon={<IconAlertCircle size={14} aria-hidden />}>
        {say('The place could not tell {when}', { when: <When at={look.at} ago /> })}
        {look.why !== null && `: ${sayAgain(look.why)}`}, {seen}
      </Sign>
    );
  }
  if (look === null) {
    return (
      <Sign icon={<IconClock size={14} aria-hidden />}>
        {say('Seen {when}, not looked up since', { when: <When at={lastSeenAt} ago /> })}
      </Sign>
    );
  }
  return (
    <Sign good icon={<IconCircleCheck size={14} aria-hidden />}>
      {say('Standing, seen {when}', { when: <When at={lastSeenAt} ago /> })}
    </Sign>
  );
}

function Sign({
  icon,
  good = false,
  bad = false,
  children,
}: {
  icon: ReactNode;
  good?: boolean;
  bad?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={`liveness-sign ${bad ? 'liveness-bad' : good ? 'liveness-good' : ''}`}>
      {icon}
      <span>{children}</span>
    </span>
  );
}
