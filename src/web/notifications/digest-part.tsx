import { Checkbox, Select, TextInput } from '@mantine/core';
import { When } from '../app/when.js';
import type { NotificationRulesView, NotificationRulesWrite } from '../app/wire.js';
import { locale, say } from '../language/say.js';
import { Section } from '../settings/section.js';

type Digest = NotificationRulesWrite['digest'];

const DAYS = [1, 2, 3, 4, 5, 6, 7];
const dayName = new Intl.DateTimeFormat(locale(), { weekday: 'short', timeZone: 'UTC' });
const dayFull = new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' });
/** 1 January 2024 was a Monday. */
const dateOf = (day: number): Date => new Date(Date.UTC(2024, 0, day));
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** When the daily e-mail is sent. */
export function DigestPart({
  view: { digest, mail },
  onChange,
}: {
  view: NotificationRulesView;
  onChange: (digest: Digest) => void;
}) {
  return (
    <Section
      title={say('Daily e-mail')}
      about={say(
        'One e-mail with what was gathered since the last one. When there is nothing, none is sent.',
      )}
    >
      <div className="setting-fields">
        <div className="digest-when">
          <TextInput
            type="time"
            label={say('At')}
            value={digest.at}
            onChange={({ currentTarget: { value } }) =>
              /^\d\d:\d\d$/.test(value) && onChange({ ...digest, at: value })
            }
          />
          <Select
            label={say('Time zone')}
            data={ZONES.includes(digest.zone) ? ZONES : [digest.zone, ...ZONES]}
            value={digest.zone}
            searchable
            allowDeselect={false}
            onChange={(zone) => zone !== null && onChange({ ...digest, zone })}
          />
        </div>
        <fieldset className="digest-days">
          <legend>{say('On')}</legend>
          {DAYS.map((day) => (
            <Checkbox
              key={day}
              label={dayName.format(dateOf(day))}
              aria-label={dayFull.format(dateOf(day))}
              checked={digest.days.includes(day)}
              // The last day stays: who wants no e-mail takes it out of the tables above.
              disabled={digest.days.length === 1 && digest.days.includes(day)}
              onChange={({ currentTarget: { checked } }) =>
                onChange({
                  ...digest,
                  days: DAYS.filter((each) =>
                    each === day ? checked : digest.days.includes(each),
                  ),
                })
              }
            />
          ))}
        </fieldset>
        <p className="dim" aria-live="polite">
          {mail.nextDigestAt === null ? (
            say('Nothing above asks for a daily e-mail.')
          ) : (
            <>
              {say('The next one is due')} <When at={mail.nextDigestAt} />
            </>
          )}
        </p>
      </div>
    </Section>
  );
}
