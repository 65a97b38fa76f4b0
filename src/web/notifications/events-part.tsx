import { Checkbox } from '@mantine/core';
import type { NotificationRulesView } from '../app/wire.js';
import { say } from '../language/say.js';
import { Section } from '../settings/section.js';
import { CHANNEL_ICONS } from './channel-icon.js';
import {
  type Channel,
  CHANNELS,
  channelWords,
  EVENTS,
  eventWords,
  type Rules,
} from './notification-words.js';

/** What happens to me: for each, the ways by which I want to hear of it. */
export function EventsPart({
  view: { rules },
  onChange,
}: {
  view: NotificationRulesView;
  onChange: (rules: Rules) => void;
}) {
  return (
    <Section
      title={say('What concerns you')}
      about={say('What others do with your mentions. You are never told of what you did yourself.')}
    >
      <div className="matrix-scroll">
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{say('When')}</th>
              {CHANNELS.map((way) => (
                <th scope="col" key={way}>
                  <Way way={way} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {EVENTS.map((event) => (
              <tr key={event}>
                <th scope="row">{eventWords[event]}</th>
                {CHANNELS.map((way) => (
                  <td key={way}>
                    <Checkbox
                      className="matrix-check"
                      aria-label={`${eventWords[event]}: ${channelWords[way]}`}
                      checked={rules.events[event].includes(way)}
                      onChange={({ currentTarget: { checked } }) => {
                        const chosen = CHANNELS.filter((each) =>
                          each === way ? checked : rules.events[event].includes(each),
                        );
                        onChange({ ...rules, events: { ...rules.events, [event]: chosen } });
                      }}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** Its sign, and its name where there is room. */
function Way({ way }: { way: Channel }) {
  const Icon = CHANNEL_ICONS[way];
  return (
    <span className="matrix-way" title={channelWords[way]}>
      <Icon size={16} stroke={1.6} aria-hidden />
      <span>{channelWords[way]}</span>
    </span>
  );
}
