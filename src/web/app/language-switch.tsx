import { Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { api } from './client.js';
import { chooseLanguage, LANGUAGES, languageNow, say, type Language } from '../language/say.js';

const all = Object.keys(LANGUAGES) as Language[];
/** The one after the present one; the page opens again in it. */
const next = all[(all.indexOf(languageNow()) + 1) % all.length] ?? 'en';

/** Kept with the person too, else signing in would bring back the language before. */
async function speak(language: Language): Promise<void> {
  await api<unknown>('/me', { method: 'PATCH', body: { language } }).catch(() => undefined);
  chooseLanguage(language);
}

/** Each language by its own name, so that it is found by those who read no other. */
export function LanguageSwitch({ inMenu = false }: { inMenu?: boolean }) {
  const name = <span lang={next}>{LANGUAGES[next]}</span>;
  const turn = (): void => void speak(next);
  if (inMenu) {
    return (
      <Menu.Item leftSection={<IconLanguage size={17} stroke={1.6} />} onClick={turn}>
        {name}
      </Menu.Item>
    );
  }
  return (
    <Tooltip label={say('Language: {name}', { name: LANGUAGES[next] })} position="right">
      <UnstyledButton className="rail-tool" onClick={turn}>
        <IconLanguage size={18} stroke={1.6} aria-hidden />
        {name}
      </UnstyledButton>
    </Tooltip>
  );
}
