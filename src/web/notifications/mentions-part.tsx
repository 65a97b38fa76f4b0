import { ActionIcon, MultiSelect, Select, Switch, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconBellOff, IconX } from '@tabler/icons-react';
import { api } from '../app/client.js';
import { useTaxonomy } from '../app/queries.js';
import type { MonitorList, NotificationRulesView } from '../app/wire.js';
import { say } from '../language/say.js';
import { Section } from '../settings/section.js';
import { Cell } from './cell.js';
import { CHANNEL_ICONS } from './channel-icon.js';
import {
  CHANNELS,
  channelWords,
  type Rules,
  SEVERITIES,
  type Severity,
  severityMeaning,
  severityWords,
} from './notification-words.js';

type Row = Rules['every'];
const MUTED: Row = { low: [], middle: [], high: [], urgent: [] };
const isMuted = (row: Row): boolean => SEVERITIES.every((severity) => row[severity].length === 0);

interface Part {
  readonly view: NotificationRulesView;
  readonly onChange: (rules: Rules) => void;
}

/** New mentions: by topic and severity, the ways by which I want to hear of them. */
export function MentionsPart({ view: { rules }, onChange }: Part) {
  const names = useTopicNames();
  const setTopic = (key: string, row: Row | null): void => {
    const { [key]: _before, ...others } = rules.topics;
    onChange({ ...rules, topics: row === null ? others : { ...others, [key]: row } });
  };
  return (
    <Section
      title={say('New mentions')}
      about={say(
        'A mention with several topics is told if any of them asks for it. What is older than three days when it is found is not told.',
      )}
    >
      <Legend />
      <div className="matrix-scroll">
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{say('Topic')}</th>
              {SEVERITIES.map((severity) => (
                <th scope="col" key={severity}>
                  <span>{severityWords[severity]}</span>
                  <span className="matrix-meaning">{severityMeaning[severity]}</span>
                </th>
              ))}
              <th>
                <span className="unseen">{say('Actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <TopicRow
              name={
                Object.keys(rules.topics).length === 0
                  ? say('Every topic')
                  : say('Every other topic')
              }
              row={rules.every}
              onChange={(every) => onChange({ ...rules, every })}
            />
            {Object.entries(rules.topics).map(([key, row]) => (
              <TopicRow
                key={key}
                name={names.get(key) ?? key}
                row={row}
                onChange={(next) => setTopic(key, next)}
                onRemove={() => setTopic(key, null)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <div className="matrix-foot">
        <Select
          aria-label={say('Add a topic')}
          placeholder={say('Add a topic')}
          searchable
          value={null}
          data={[...names]
            .filter(([key]) => !(key in rules.topics))
            .map(([value, label]) => ({ value, label }))}
          nothingFoundMessage={say('No such topic')}
          onChange={(key) => key !== null && setTopic(key, rules.every)}
        />
      </div>
      <Scope rules={rules} onChange={onChange} />
    </Section>
  );
}

function Legend() {
  return (
    <ul className="matrix-legend">
      {CHANNELS.map((way) => {
        const Icon = CHANNEL_ICONS[way];
        return (
          <li key={way}>
            <Icon size={16} stroke={1.6} aria-hidden /> {channelWords[way]}
          </li>
        );
      })}
    </ul>
  );
}

function TopicRow({
  name,
  row,
  onChange,
  onRemove,
}: {
  name: string;
  row: Row;
  onChange: (row: Row) => void;
  onRemove?: () => void;
}) {
  const muted = isMuted(row);
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
        {muted && (
          <span className="matrix-muted">
            <IconBellOff size={13} aria-hidden /> {say('muted')}
          </span>
        )}
      </th>
      {SEVERITIES.map((severity: Severity) => (
        <td key={severity}>
          <Cell
            name={`${severityWords[severity]}, ${name}`}
            chosen={row[severity]}
            onChoose={(chosen) => onChange({ ...row, [severity]: chosen })}
          />
        </td>
      ))}
      <td className="matrix-actions">
        <Tooltip label={say('Mute')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={muted}
            aria-label={say('Mute {name}', { name })}
            onClick={() => onChange(MUTED)}
          >
            <IconBellOff size={16} />
          </ActionIcon>
        </Tooltip>
        {onRemove !== undefined && (
          <Tooltip label={say('As every other topic')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={say('Remove the row of {name}', { name })}
              onClick={onRemove}
            >
              <IconX size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </td>
    </tr>
  );
}

/** Which mentions all this is about. */
function Scope({ rules, onChange }: { rules: Rules; onChange: (rules: Rules) => void }) {
  const monitors = useQuery({
    queryKey: ['monitors'],
    queryFn: ({ signal }) => api<MonitorList>('/monitors', { signal }),
  });
  return (
    <div className="setting-fields">
      <Switch
        label={say('Only complaints, and what may be one')}
        checked={rules.onlyComplaints}
        onChange={(event) => onChange({ ...rules, onlyComplaints: event.currentTarget.checked })}
      />
      <MultiSelect
        label={say('Only of these monitors')}
        placeholder={rules.monitors.length === 0 ? say('All monitors') : ''}
        data={(monitors.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={rules.monitors}
        clearable
        onChange={(chosen) => onChange({ ...rules, monitors: chosen })}
      />
    </div>
  );
}

function useTopicNames(): ReadonlyMap<string, string> {
  const taxonomy = useTaxonomy();
  return new Map((taxonomy.data?.topics ?? []).map(({ key, name }) => [key, name]));
}
