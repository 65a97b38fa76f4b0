import { Select, Switch, useMantineColorScheme } from '@mantine/core';
import { useSingleKeysSwitch } from '../../app/keys.js';
import { Segments } from '../../app/segments.js';
import { chooseLanguage, LANGUAGES, languageNow, say, type Language } from '../../language/say.js';
import { Section } from '../../settings/section.js';
import { useChangeMe } from './account.queries.js';

const SCHEMES = [
  { value: 'auto', name: say('As the system') },
  { value: 'light', name: say('Light') },
  { value: 'dark', name: say('Dark') },
] as const;
const CHOICES = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));

const isLanguage = (value: string | null): value is Language =>
  value !== null && value in LANGUAGES;

/** Language, colours and keys. */
export function Looks() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [keysOn, setKeysOn] = useSingleKeysSwitch();
  const change = useChangeMe();
  return (
    <Section
      title={say('Look and keys')}
      about={say('The language goes with you; colours and keys are kept in this browser.')}
    >
      <div className="setting-fields">
        <Select
          label={say('Language')}
          allowDeselect={false}
          data={CHOICES}
          value={languageNow()}
          disabled={change.isPending}
          onChange={(language) => {
            if (isLanguage(language) && language !== languageNow())
              change.mutate({ language }, { onSuccess: () => chooseLanguage(language) });
          }}
        />
        <div className="field">
          <p className="field-label" aria-hidden>
            {say('Colours')}
          </p>
          <Segments
            label={say('Colours')}
            segments={SCHEMES}
            value={colorScheme}
            onChange={setColorScheme}
          />
        </div>
        <Switch
          checked={keysOn}
          onChange={(event) => setKeysOn(event.currentTarget.checked)}
          label={say('Single-letter keys')}
          description={say('Turn them off when you use speech input.')}
        />
      </div>
    </Section>
  );
}
