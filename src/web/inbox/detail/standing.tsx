import { Button, Tooltip } from '@mantine/core';
import { IconHandStop, IconTag, IconUser } from '@tabler/icons-react';
import { useMay } from '../../app/may.js';
import { useSession } from '../../app/queries.js';
import { clock, exactly } from '../../app/times.js';
import { useNow } from '../../app/when.js';
import type { Mention } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { PresenceFaces } from '../../presence/presence-faces.js';
import { usePresence } from '../../presence/presence.queries.js';
import { REASON_WORDS } from '../dismiss-words.js';
import { DueWord, ReturnWord } from '../due-word.js';
import type { Picking } from '../pickers/picking.js';
import type { Triage } from '../triage.js';

interface Props {
  readonly mention: Mention;
  readonly triage: Triage;
  readonly picking: Picking;
}

/** Whose it is, who works on it, until when, and who looks at it right now. */
export function Standing({ mention, triage, picking }: Props) {
  usePresence(mention.id);
  const { waitingUntil, dismissedBecause, dueAt, status } = mention;
  const open = status !== 'done' && status !== 'dismissed';
  return (
    <div className="standing">
      {waitingUntil !== null && <ReturnWord at={waitingUntil} />}
      {dismissedBecause !== null && (
        <span className="standing-word">{REASON_WORDS[dismissedBecause]}</span>
      )}
      {dueAt !== null && open && <DueWord at={dueAt} />}
      <Owner mention={mention} picking={picking} />
      <Claim mention={mention} triage={triage} />
      <Labels mention={mention} picking={picking} />
      <span className="standing-end">
        <PresenceFaces mentionId={mention.id} words />
      </span>
    </div>
  );
}

function Owner({ mention: { owner, ...mention }, picking }: Pick<Props, 'mention' | 'picking'>) {
  const may = useMay();
  const name = owner === null ? say('Nobody’s') : owner.name;
  const says = (
    <>
      <IconUser size={14} stroke={1.8} aria-hidden />
      <span className="unseen">{say('Owner:')} </span>
      <bdi>{name}</bdi>
    </>
  );
  if (!may.work) return <span className="standing-word">{says}</span>;
  return (
    <Tooltip label={say('Assign it (a)')}>
      <Button
        variant="default"
        size="compact-sm"
        className="standing-button"
        onClick={() => picking.open('assign', { ...mention, owner })}
      >
        {says}
      </Button>
    </Tooltip>
  );
}

function Claim({ mention, triage }: Pick<Props, 'mention' | 'triage'>) {
  const may = useMay();
  const me = useSession().data?.user.id;
  const now = useNow();
  const { claim } = mention;
  // It ends by itself, also while nobody tells us.
  if (claim === null || Date.parse(claim.until) <= now) {
    if (!may.work || mention.goneAt !== null) return null;
    return (
      <Tooltip label={say('Say that you are on it (w)')}>
        <Button
          variant="default"
          size="compact-sm"
          className="standing-button"
          leftSection={<IconHandStop size={14} stroke={1.8} aria-hidden />}
          onClick={() => triage.claim(mention)}
        >
          {say('Claim')}
        </Button>
      </Tooltip>
    );
  }
  const until = clock.format(new Date(claim.until));
  const mine = claim.by.id === me;
  return (
    <span className="standing-claim" title={say('Until {time}', { time: exactly(claim.until) })}>
      <IconHandStop size={14} stroke={1.8} aria-hidden />
      {mine
        ? say('You are on it until {until}', { until })
        : say('{name} is on it until {until}', { name: claim.by.name, until })}
      {may.work && (
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => (mine ? triage.release(mention) : triage.claim(mention, true))}
        >
          {mine ? say('Let go') : say('Take over')}
        </Button>
      )}
    </span>
  );
}

function Labels({ mention, picking }: Pick<Props, 'mention' | 'picking'>) {
  const may = useMay();
  const { ownLabels } = mention;
  return (
    <>
      {ownLabels.map((label) => (
        <span className="label own-label" key={label}>
          <IconTag size={11} stroke={2} aria-hidden />
          <bdi className="one-line">{label}</bdi>
        </span>
      ))}
      {may.work && (
        <Tooltip label={say('Labels (l)')}>
          <Button
            variant="subtle"
            size="compact-sm"
            className="standing-button"
            {...(ownLabels.length > 0 ? { 'aria-label': say('Labels') } : {})}
            onClick={() => picking.open('label', mention)}
          >
            <IconTag size={14} stroke={1.8} aria-hidden />
            {ownLabels.length === 0 && <span className="standing-wide">{say('Label')}</span>}
          </Button>
        </Tooltip>
      )}
    </>
  );
}
