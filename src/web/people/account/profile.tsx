import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { tellDone } from '../../app/notices.js';
import type { Me } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { Section } from '../../settings/section.js';
import { roleName } from '../role-words.js';
import { useChangeMe } from './account.queries.js';

const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const ZONES = Intl.supportedValuesOf('timeZone');
const MANY = 60;

/** Name, and what others have said about one: e-mail address, role, teams. */
export function Profile({ me }: { me: Me }) {
  const change = useChangeMe();
  const [name, setName] = useState(me.name);
  const changed = name.trim() !== '' && name.trim() !== me.name;
  return (
    <Section
      title={say('You')}
      about={say('How others see you: in the inbox, in tasks and notes.')}
    >
      <div className="setting-fields">
        <form
          className="account-line"
          onSubmit={(event) => {
            event.preventDefault();
            if (changed)
              change.mutate(
                { name: name.trim() },
                { onSuccess: () => tellDone(say('Name saved')) },
              );
          }}
        >
          <TextInput
            label={say('Name')}
            autoComplete="name"
            required
            withAsterisk={false}
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={!changed} loading={change.isPending}>
            {say('Save')}
          </Button>
        </form>
        <dl className="account-facts">
          <dt>{say('E-mail address')}</dt>
          <dd>
            <bdi>{me.email}</bdi>
          </dd>
          <dt>{say('Role')}</dt>
          <dd>{roleName(me.role)}</dd>
          <dt>{say('Teams')}</dt>
          <dd>
            {me.teams.length === 0
              ? say('none')
              : me.teams.map(({ name: team }) => team).join(', ')}
          </dd>
        </dl>
        <Zone me={me} />
      </div>
    </Section>
  );
}

function Zone({ me }: { me: Me }) {
  const change = useChangeMe();
  const zones =
    me.timeZone === null || ZONES.includes(me.timeZone) ? ZONES : [me.timeZone, ...ZONES];
  return (
    <Select
      label={say('Time zone')}
      description={say(
        'For what Earshot sends you. Its pages show times in the zone of your browser: {zone}.',
        { zone: here },
      )}
      placeholder={here}
      searchable
      clearable
      limit={MANY}
      nothingFoundMessage={say('Nothing found')}
      clearButtonProps={{ 'aria-label': say('No time zone of your own') }}
      data={zones}
      value={me.timeZone}
      disabled={change.isPending}
      onChange={(timeZone) =>
        change.mutate({ timeZone }, { onSuccess: () => tellDone(say('Time zone saved')) })
      }
    />
  );
}
