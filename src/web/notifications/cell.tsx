import { Checkbox, Popover, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { say } from '../language/say.js';
import { CHANNEL_ICONS } from './channel-icon.js';
import { CHANNELS, type Channel, channelWords } from './notification-words.js';

/** One cell of the table: the ways that are wanted, and behind it the choice of them. */
export function Cell({
  name,
  chosen,
  onChoose,
}: {
  /** Row and column in words: "High, every topic". */
  name: string;
  chosen: readonly Channel[];
  onChoose: (chosen: Channel[]) => void;
}) {
  const [opened, setOpened] = useState(false);
  const words =
    chosen.length === 0 ? say('nothing') : chosen.map((way) => channelWords[way]).join(', ');
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom"
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <UnstyledButton
          className={chosen.length === 0 ? 'cell cell-none' : 'cell'}
          aria-label={`${name}: ${words}`}
          aria-haspopup="dialog"
          aria-expanded={opened}
          title={words}
          onClick={() => setOpened((was) => !was)}
        >
          {chosen.length === 0 ? '–' : chosen.map((way) => <Sign way={way} key={way} />)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={name}>
        <p className="cell-name">{name}</p>
        {CHANNELS.map((way) => (
          <Checkbox
            key={way}
            className="cell-way"
            label={
              <span className="cell-label">
                <Sign way={way} /> {channelWords[way]}
              </span>
            }
            checked={chosen.includes(way)}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              onChoose(CHANNELS.filter((each) => (each === way ? on : chosen.includes(each))));
            }}
          />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

function Sign({ way }: { way: Channel }) {
  const Icon = CHANNEL_ICONS[way];
  return <Icon size={17} stroke={1.6} aria-hidden />;
}
