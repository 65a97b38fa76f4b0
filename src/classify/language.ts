import type { PlacedToken } from './features/extractor.js';

/** A language and how sure that is; null: the text does not show it. */
export type Language = { readonly code: string; readonly probability: number } | null;

export interface LanguageFinding {
  readonly language: Language;
  /** False when the text is evidently in a language other than English. */
  readonly english: boolean;
}

// Words that carry grammar or are very frequent, and that hardly occur in an English text:
// German "die" and "was", French "on", Spanish "me" are left out, because they would speak for
// both; so are single letters, save the ones that do not stand alone in English.
const FREQUENT_WORDS: Record<string, string> = {
  en:
    'the and of to is are were be been it its you she they we my your his our their this that these those with ' +
    'for from have has had not but what when why how who which there here would could should will can cant dont ' +
    'didnt doesnt isnt wasnt ive on by if or does did about just because than then them up very more some any only ' +
    'all after before still now get got please thanks thank help never again good great bad work works ' +
    'working like know want time day back new one out good love really much going think people make see way ' +
    'received account service phone product money told called said card bank company payment',
  de:
    'der das und ist nicht ein eine einen einem einer mit für auf ich du wir ihr sie ihre euch auch noch schon nur ' +
    'aber wie bei von zu zum zur dem den des mir mich dich wird werde werden wurde haben habe hab hat sind bin ' +
    'kann nach vom oder wenn weil dass daß mal doch immer kein keine keinen sehr über mein meine meinen dein ' +
    'deine jetzt heute wieder mehr ja nein nicht nix sich uns unser alle alles ihn ihm durch gegen wo warum bitte ' +
    'danke gut ganz viel muss müssen aus bis um gibt geht einfach wer habt seit denn da es',
  fr:
    'le la les et est des du une pas je tu nous vous il elle ils que qui dans pour sur avec mais ne ce cette ces ' +
    'mon ta sa votre vos mes aux ça très été suis sont fait comme ou où même être avoir au leur vais bien ' +
    "aussi alors après moi toi lui rien c'est j'ai d'un d'une n'est qu'il bon quand encore merci notre pourquoi",
  es:
    'el la los las es de que una del por con para pero se lo mi tu su muy más está están hay como cuando porque ' +
    'qué esto esta este estoy soy ser son nos yo ya todo todos bien gracias al le les también si un mis te ese eso ' +
    'tengo tiene hoy ahora nada siempre voy vamos hasta sin donde sobre desde puede hacer mejor solo sólo día y',
  it:
    'il lo la gli le che di una per con non ma si mi ti ci sono del della dei delle nel nella anche più ' +
    'questo questa perché sei ho hai molto tutto tutti da al alla io tu un se poi oggi sempre dal era quando ' +
    'cosa fare bene solo ora ancora grazie governo chi mio mia noi lui lei suo',
  pt:
    'de que um uma da das em nos nas por com para não mas se eu você vc ele ela meu minha seu sua muito ' +
    'mais está são foi tem vou isso esse essa já também quando porque ao pra tô tá gente hoje agora bem só ter ' +
    'até ser melhor tudo todo nada todos estou aqui obrigado obrigada pelo pela ainda depois sem',
  nl:
    'het een en van niet ik je jij wij zijn ze dit voor met aan er maar ook nog wel naar bij als heb heeft ' +
    'hebben wordt kan geen mijn jullie deze door uit te de',
  sv: 'och att det som är inte jag på av för har till den de vi ni om ett så nu från mig när kan mycket',
  da: 'og det er på ikke jeg af til har de den vi ni som et så nu fra mig når kan meget',
  nb: 'og det er på ikke jeg av til har de den vi som et så nå fra meg når kan mye dere',
  fi: 'ja ei että oli mutta niin kun minä sinä hän ovat myös vain jos ole mitä tämä olen',
  pl: 'nie się na jest że jak ale tak jestem są dla już od czy tylko przez mnie bardzo',
  cs: 'je se na že to jsem ale jak tak si pro jako jsou není už ve jen když mě',
  tr: 've bir bu için çok ne ben sen ile ama var yok gibi daha değil kadar',
  ro: 'și nu este la că mai din ce să sunt pentru',
  hu: 'az és nem hogy egy meg csak ez már én mint ha volt',
  id: 'yang dan ini itu tidak dengan untuk dari saya kamu ada aku sudah juga akan bisa',
  tl: 'ang ng sa mga ay ko mo ka hindi ako siya lang po kung ito yung',
  vi: 'là và của không có tôi mình bạn cho được này đã với người một những cái thì',
};

// Where a script is used by several languages the most frequent one is named, with little certainty.
const SCRIPTS: readonly {
  readonly letters: RegExp;
  readonly code: string;
  readonly probability: number;
}[] = [
  { letters: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, code: 'ja', probability: 0.98 },
  { letters: /\p{Script=Hangul}/u, code: 'ko', probability: 0.99 },
  { letters: /\p{Script=Han}/u, code: 'zh', probability: 0.85 },
  { letters: /\p{Script=Thai}/u, code: 'th', probability: 0.99 },
  { letters: /\p{Script=Greek}/u, code: 'el', probability: 0.98 },
  { letters: /\p{Script=Hebrew}/u, code: 'he', probability: 0.9 },
  { letters: /\p{Script=Devanagari}/u, code: 'hi', probability: 0.7 },
  { letters: /\p{Script=Arabic}/u, code: 'ar', probability: 0.7 },
  { letters: /\p{Script=Cyrillic}/u, code: 'ru', probability: 0.6 },
];

/** Words of a text that are looked at (count). */
const SAMPLE = 120;
const UNKNOWN_BUT_ENGLISH: LanguageFinding = { language: null, english: true };

const languagesOf = new Map<string, string[]>();
for (const [code, list] of Object.entries(FREQUENT_WORDS)) {
  for (const word of new Set(list.split(' '))) {
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), code]);
  }
}

/**
 * Tells English from other languages by its most frequent words and by script. Made to be
 * cheap and to let English through: a text is only called foreign when that is evident.
 *
 * @param tokens words of the text
 * @returns `english: true` with language null when nothing speaks for or against English
 */
export function findLanguage(tokens: readonly PlacedToken[]): LanguageFinding {
  const hits = new Map<string, number>();
  let words = 0;
  let marked = 0;
  const foreign: string[] = [];
  for (const { kind, form } of tokens) {
    if (kind !== 'word') continue;
    for (const code of languagesOf.get(form) ?? []) hits.set(code, (hits.get(code) ?? 0) + 1);
    if (!isPlain(form)) {
      if (/^\P{Script=Latin}+$/u.test(form)) foreign.push(form);
      else marked++;
    }
    if (++words === SAMPLE) break;
  }
  if (foreign.length * 2 > words) return byScript(foreign);
  return byWords(hits, words, marked);
}

function isPlain(form: string): boolean {
  for (let i = 0; i < form.length; i++) if (form.charCodeAt(i) > 127) return false;
  return true;
}

function byScript(words: readonly string[]): LanguageFinding {
  for (const { letters, code, probability } of SCRIPTS) {
    if (words.some((word) => letters.test(word))) {
      return { language: { code, probability }, english: false };
    }
  }
  return { language: null, english: false };
}

function byWords(
  hits: ReadonlyMap<string, number>,
  words: number,
  marked: number,
): LanguageFinding {
  const english = hits.get('en') ?? 0;
  let best = '';
  let most = 0;
  for (const [code, count] of hits) {
    if (code !== 'en' && count > most) [best, most] = [code, count];
  }
  // A word with diacritics is rare in English: it counts like half a foreign one.
  const against = most + marked / 2;
  if (against > 2 * english && (against >= 2 || against * 4 >= words)) {
    const known = most > english && most > 0;
    const language = known ? { code: best, probability: certainty(most - english - 1) } : null;
    return { language, english: false };
  }
  if (english === 0) return UNKNOWN_BUT_ENGLISH;
  const lead = Math.max(0, english - against);
  return { language: { code: 'en', probability: certainty(lead) }, english: true };
}

/** Rises with the lead in frequent words: 0.62 for none, 0.82 for one, 0.97 for three. */
function certainty(lead: number): number {
  return Math.round(100 / (1 + Math.exp(-0.5 - lead))) / 100;
}
