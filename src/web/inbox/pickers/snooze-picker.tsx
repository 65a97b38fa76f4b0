import { Button } from '@mantine/core';
import { IconCalendarTime } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useKeys } from '../../app/keys.js';
import { say } from '../../language/say.js';
import { dayAndTime } from '../day-and-time.js';
import { OptionList, useOptions, type Option } from './options.js';
import type { PickerProps } from './pickers.js';
import { asLocalInput, ofLocalInput, snoozeTimes } from './snooze-times.js';

/** When it comes back: three usual times and one of one's own, by the reader's clock. */
export function SnoozePicker({ picking }: PickerProps) {
  const [now] = useState(() => new Date());
  const times = snoozeTimes(now);
  const field = useRef<HTMLInputElement>(null);
  const until = (at: Date): void =>
    picking.apply({ status: 'waiting', waitingUntil: at.toISOString() });
  const own = (): void => field.current?.focus();
  const choose = (at: number): void => {
    const time = times[at];
    if (time === undefined) own();
    else until(time.at);
  };
  const listed: Option[] = times.map(({ key, name, at }) => ({
    id: key,
    name,
    more: dayAndTime(at, now),
    hint: key,
  }));
  listed.push({ id: 'own', name: say('Own date and time'), hint: '4' });
  const options = useOptions(listed.length, choose);
  useKeys(say('Own time'), [{ keys: '4', does: say('Own date and time'), run: own }], true);
  return (
    <>
      <OptionList label={say('Times')} options={listed} of={options} alone />
      <OwnTime field={field} now={now} first={times[1]?.at ?? now} until={until} />
    </>
  );
}

function OwnTime({
  field,
  now,
  first,
  until,
}: {
  field: React.RefObject<HTMLInputElement | null>;
  now: Date;
  first: Date;
  until: (at: Date) => void;
}) {
  const [text, setText] = useState(asLocalInput(first));
  const [wrong, setWrong] = useState(false);
  const submit = (): void => {
    const at = ofLocalInput(text, new Date());
    if (at === null) setWrong(true);
    else until(at);
  };
  return (
    <form
      className="picker-own"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <IconCalendarTime size={16} stroke={1.6} aria-hidden />
      <input
        ref={field}
        type="datetime-local"
        className="picker-own-field"
        aria-label={say('Own date and time')}
        aria-invalid={wrong}
        aria-describedby="picker-own-wrong"
        value={text}
        min={asLocalInput(now)}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
        onKeyDown={(event) => {
          // In a date field Enter opens the calendar of some browsers; here it means "this one".
          if (event.key !== 'Enter') return;
          event.preventDefault();
          submit();
        }}
      />
      <Button type="submit" size="compact-md" variant="default">
        {say('Snooze')}
      </Button>
      <p id="picker-own-wrong" className="picker-wrong" role="alert">
        {wrong && say('This is not a time to come.')}
      </p>
    </form>
  );
}
