import { Segments } from '../../app/segments.js';
import { chooseLanguage, LANGUAGES, languageNow, say, type Language } from '../../language/say.js';

const CHOICES: readonly { value: Language; name: string }[] = [
  { value: 'en', name: LANGUAGES.en },
  { value: 'de', name: LANGUAGES.de },
];

/** Named in both languages, for whoever reads only one of them. */
export function LanguageChoice() {
  return (
    <div className="set-up-language">
      <Segments
        label={say('Language')}
        segments={CHOICES}
        value={languageNow()}
        onChange={(language) => {
          if (language !== languageNow()) chooseLanguage(language);
        }}
      />
    </div>
  );
}
