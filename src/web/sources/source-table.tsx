import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMay } from '../app/may.js';
import { OutsideLink } from '../app/outside-link.js';
import type { Source } from '../app/wire.js';
import { lasting } from '../app/times.js';
import { When } from '../app/when.js';
import { say } from '../language/say.js';
import { amount } from '../reading/words.js';
import { KindIcon } from './kind-icon.js';
import type { SourceActions } from './sources.mutations.js';
import { SourceState } from './source-state.js';
import { useSourceKind } from './sources.queries.js';
import { STATE_WORDS } from './state-words.js';
import { TimelineStrip } from './timeline-strip.js';
import { sayHeard } from './timeline-words.js';

interface Props {
  readonly actions: SourceActions;
  readonly onRemove: (source: Source) => void;
}

export function SourceTable({ sources, ...props }: Props & { sources: readonly Source[] }) {
  const sorted = sources.toSorted(
    (a, b) => STATE_WORDS[a.state].rank - STATE_WORDS[b.state].rank || a.name.localeCompare(b.name),
  );
  return (
    <table className="source-table card">
      <thead>
        <tr>
          <th scope="col">{say('Place')}</th>
          <th scope="col">{say('State')}</th>
          <th scope="col">{say('Polls')}</th>
          <th scope="col">{say('Heard')}</th>
          <th scope="col" className="source-count">
            {say('Mentions')}
          </th>
          <th scope="col">
            <span className="unseen">{say('Actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((source) => (
          <SourceRow source={source} key={source.id} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function SourceRow({ source, ...props }: Props & { source: Source }) {
  const kind = useSourceKind(source.kind);
  const sends = kind !== undefined && kind.intake !== 'polled';
  return (
    <tr className={source.enabled ? '' : 'source-off'}>
      <th scope="row" className="source-place">
        <span className="source-name">
          <KindIcon kind={source.kind} size={15} />
          <Link to={`/sources/${source.id}`} className="source-link">
            <bdi>{source.name}</bdi>
          </Link>
        </span>
        <OutsideLink url={source.url} className="source-url one-line">
          {source.url?.replace(/^https?:\/\//, '')}
        </OutsideLink>
        {source.ownedBy !== null && (
          <span className="source-owned">
            {say('all about {name}', { name: source.ownedBy.name })}
          </span>
        )}
      </th>
      <td className="source-state">
        <SourceState source={source} sends={kind?.intake === 'pushed'} />
      </td>
      <td className="source-times">{!sends && <SourceTimes source={source} />}</td>
      <td className="source-lately">
        {sends ? (
          <span className="dim">{say('It sends by itself')}</span>
        ) : (
          <>
            <TimelineStrip timeline={source.timeline} />
            <span className="dim number">{sayHeard(source.timeline)}</span>
          </>
        )}
      </td>
      <td className="source-count number">
        <Link to={`/inbox?status=all&source=${source.id}`}>
          {amount(source.mentionCount)}
          <span className="source-count-word">
            {' '}
            {say('{count, plural, one {mention} other {mentions}}', { count: source.mentionCount })}
          </span>
        </Link>
      </td>
      <td className="source-actions">
        <RowMenu source={source} sends={sends} {...props} />
      </td>
    </tr>
  );
}

function SourceTimes({ source }: { source: Source }) {
  return (
    <dl>
      <div>
        <dt>{say('Last')}</dt>
        <dd>
          {source.lastPolledAt === null ? say('never') : <When at={source.lastPolledAt} ago />}
        </dd>
      </div>
      <div>
        <dt>{say('Next')}</dt>
        <dd>{source.enabled ? <When at={source.nextPollAt} /> : say('not while paused')}</dd>
      </div>
      <div>
        <dt>{say('Every')}</dt>
        <dd>
          {source.achievedIntervalSeconds === null ? (
            <>
              {lasting(source.intervalSeconds)} <span className="dim">{say('planned')}</span>
            </>
          ) : (
            <span title={say('Planned: {time}', { time: lasting(source.intervalSeconds) })}>
              {lasting(source.achievedIntervalSeconds)}{' '}
              <span className="dim">{say('achieved')}</span>
            </span>
          )}
        </dd>
      </div>
    </dl>
  );
}

function RowMenu({ source, sends, actions, onRemove }: Props & { source: Source; sends: boolean }) {
  const may = useMay();
  const polling = actions.poll.isPending && actions.poll.variables === source.id;
  return (
    <>
      <Tooltip label={say('Poll now')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={say('Poll {name} now', { name: source.name })}
          loading={polling}
          disabled={!source.enabled || !may.work || sends}
          onClick={() => actions.poll.mutate(source.id)}
        >
          <IconRefresh size={17} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      {may.configure && (
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              aria-label={say('More for {name}', { name: source.name })}
            >
              <IconDots size={17} stroke={1.7} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={
                source.enabled ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />
              }
              onClick={() => actions.change.mutate({ id: source.id, enabled: !source.enabled })}
            >
              {source.enabled ? say('Pause') : say('Resume')}
            </Menu.Item>
            <Menu.Item
              component={Link}
              to={`/sources/${source.id}#settings`}
              leftSection={<IconPencil size={16} />}
            >
              {say('Edit')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} />}
              onClick={() => onRemove(source)}
            >
              {say('Remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
