import { Select } from '@mantine/core';
import { say } from '../language/say.js';
import { useMonitors } from '../monitors/monitors.queries.js';

const WORDS = 'words';

/** Whether a place is listened to for a monitor's words, or is about us from end to end. */
export function OwnedBy({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (monitor: string | null) => void;
}) {
  const monitors = useMonitors();
  return (
    <Select
      label={say('What to keep from it')}
      description={say(
        'A review page or forum of your own brand is about you whatever its words are.',
      )}
      allowDeselect={false}
      data={[
        { value: WORDS, label: say('Posts that match a monitor’s words') },
        ...(monitors.data?.items.map(({ id, name }) => ({
          value: id,
          label: say('Everything: all of it is about {name}', { name }),
        })) ?? []),
      ]}
      value={value ?? WORDS}
      onChange={(chosen) => onChange(chosen === WORDS ? null : chosen)}
    />
  );
}
