import { Button, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useMay } from '../app/may.js';
import { OutsideLink } from '../app/outside-link.js';
import { lasting } from '../app/times.js';
import { When } from '../app/when.js';
import type { SourceDetail } from '../app/wire.js';
import { say } from '../language/say.js';

import { Panel } from './panel.js';
import type { SourceActions } from './sources.mutations.js';

/** When it is asked, how often, and who wants us to wait. */
export function SourceSchedule({
  source,
  actions,
}: {
  source: SourceDetail;
  actions: SourceActions;
}) {
  const may = useMay();
  return (
    <Panel
      title={say('Schedule')}
      about={say('It is asked more often while it is busy, and less while it is still.')}
    >
      <Holds source={source} />
      <dl className="facts">
        <Fact name={say('Last asked')}>
          {source.lastPolledAt === null ? say('never') : <When at={source.lastPolledAt} ago />}
        </Fact>
        <Fact name={say('Last answered')}>
          {source.lastAnsweredAt === null ? say('never') : <When at={source.lastAnsweredAt} ago />}
        </Fact>
        <Fact name={say('Next check')}>
          {source.enabled ? <When at={source.nextPollAt} /> : say('not while it is paused')}
        </Fact>
        <Fact name={say('Planned')}>
          {say('every {time}', { time: lasting(source.intervalSeconds) })}
        </Fact>
        <Fact name={say('Achieved')}>
          {source.achievedIntervalSeconds === null
            ? say('too few polls in the last day to tell')
            : say('every {time} in the last day', {
                time: lasting(source.achievedIntervalSeconds),
              })}
        </Fact>
        {source.allowances.map(({ name, used, since }) => (
          <Fact name={say('Used of {name}', { name })} key={name}>
            {say('{used, number} since {since}', { used, since: <When at={since} ago /> })}
          </Fact>
        ))}
      </dl>
      {may.configure && (
        <PaceForm
          key={`${source.minIntervalSeconds} ${source.maxIntervalSeconds}`}
          source={source}
          actions={actions}
        />
      )}
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What is out of the ordinary: the host's pause, a new address, a hub that pushes. */
function Holds({ source: { host, moved, push } }: { source: SourceDetail }) {
  return (
    <>
      {host.pausedUntil !== null && (
        <p className="hold">
          {say('Its host, {host}, asked us to wait until {time}.', {
            host: <bdi>{host.name}</bdi>,
            time: <When at={host.pausedUntil} />,
          })}{' '}
          {host.sources > 1 &&
            say('That holds for all {count, number} sources there.', { count: host.sources })}
        </p>
      )}
      {moved !== null && (
        <p className="hold">
          {say(
            'It says that it moved for good to {address} ({count, plural, one {seen once} other {seen # times}}). After repeated sight the new address is kept.',
            {
              address: (
                <OutsideLink url={moved.to}>
                  <span className="theirs">{moved.to}</span>
                </OutsideLink>
              ),
              count: moved.seen,
            },
          )}
        </p>
      )}
      {push !== null && (
        <p className="hold hold-good">
          {push.status === 'active'
            ? say('A hub pushes what is new, so it is polled rarely.')
            : push.status === 'asked'
              ? say('A hub was asked to push what is new.')
              : say('Its hub refused to push; it is polled as usual.')}
          {push.lastPushAt !== null && (
            <> {say('Last push {time}.', { time: <When at={push.lastPushAt} ago /> })}</>
          )}
        </p>
      )}
    </>
  );
}

const MINUTE = 60;
const inMinutes = (seconds: number): string => String(Number((seconds / MINUTE).toFixed(2)));

function PaceForm({ source, actions }: { source: SourceDetail; actions: SourceActions }) {
  const [least, setLeast] = useState(inMinutes(source.minIntervalSeconds));
  const [most, setMost] = useState(inMinutes(source.maxIntervalSeconds));
  const [minutes, limit] = [Number(least), Number(most)];
  const wrong = !(minutes > 0 && limit > 0)
    ? say('Both are minutes, more than none')
    : minutes > limit
      ? say('The shortest must not be longer than the longest')
      : null;
  const same =
    least === inMinutes(source.minIntervalSeconds) && most === inMinutes(source.maxIntervalSeconds);
  return (
    <form
      className="pace"
      onSubmit={(event) => {
        event.preventDefault();
        actions.change.mutate({
          id: source.id,
          minIntervalSeconds: Math.round(minutes * MINUTE),
          maxIntervalSeconds: Math.round(limit * MINUTE),
        });
      }}
    >
      <TextInput
        label={say('At most every … minutes')}
        type="number"
        step="any"
        value={least}
        onChange={(event) => setLeast(event.currentTarget.value)}
      />
      <TextInput
        label={say('At least every … minutes')}
        type="number"
        step="any"
        value={most}
        onChange={(event) => setMost(event.currentTarget.value)}
        error={wrong}
      />
      <Button
        type="submit"
        variant="default"
        disabled={wrong !== null || same}
        loading={actions.change.isPending}
      >
        {say('Set the limits')}
      </Button>
    </form>
  );
}
