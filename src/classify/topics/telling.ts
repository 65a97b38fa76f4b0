import { tokenise, type Token } from '../features/tokens.js';
import { wordOf } from '../features/words.js';

/** Words that stand in every kind of sentence and name nothing. */
const PLAIN = new Set(
  (
    'a about after again all also am an and any anyone are as at back be because been before being both but by can ' +
    'could did do does doing don down each even ever every for from get gets getting go going got had has have ' +
    'having he her here him his how i if im in into is it its ive just know let like made make many me more most ' +
    'much my need new no none nor not nothing now of off on one only or other our out over own please really said ' +
    'same say says see she should since so some something still such than that thats the their them then there ' +
    'these they thing things think this those through time to too try trying two up us use used using very want ' +
    'was wasnt way we well were what when where which while who why will with without would you your youre yours ' +
    'once yet always every much lot another again last first next cant cannot couldnt didnt doesnt dont hasnt havent isnt wont wouldnt arent aint never ever today day days'
  ).split(' '),
);
/** A phrase of fewer texts than this is chance. */
const LEAST_TEXTS = 3;
/** … and one of a smaller share of its texts says little of them. */
const LEAST_SHARE = 0.15;

/** A pair that is as telling as a word names more. */
const PAIR = 1.2;

interface Phrase {
  /** By its stems. */
  readonly stems: string;
  readonly texts: number;
  readonly score: number;
  /** As it is mostly written. */
  readonly words: string;
}

/**
 * The words and pairs of words by which some texts differ most from the others.
 *
 * Log-odds ratio with an informative Dirichlet prior, in units of its own deviation (Monroe, Colaresi &
 * Quinn 2008), counted once per text. A word that is told within a pair is not told alone.
 *
 * @param others texts to compare with
 * @param most phrases wanted (count)
 * @returns most telling first, as they are mostly written; empty when nothing tells them apart
 */
export function tellingPhrases(
  texts: readonly string[],
  others: readonly string[],
  most: number,
): string[] {
  const own = new Counts(texts);
  const all = new Counts([...texts, ...others]);
  const phrases: Phrase[] = [];
  for (const [stems, count] of own.texts) {
    if (count < LEAST_TEXTS || count < LEAST_SHARE * texts.length) continue;
    const odds = logOdds(count, texts.length, all.texts.get(stems) ?? count, all.size);
    const score = stems.includes(' ') ? odds * PAIR : odds;
    if (score > 0) phrases.push({ stems, texts: count, score, words: own.writtenAs(stems) });
  }
  phrases.sort((a, b) => b.score - a.score || (a.stems < b.stems ? -1 : 1));
  const chosen: Phrase[] = [];
  for (const phrase of phrases) {
    if (chosen.length >= most) break;
    if (!chosen.some((other) => overlaps(other, phrase))) chosen.push(phrase);
  }
  return chosen.map(({ words }) => words);
}

/** A pair says more than its words, unless these stand alone much more often. */
function overlaps(one: Phrase, other: Phrase): boolean {
  const stems = new Set(one.stems.split(' '));
  return other.stems.split(' ').some((stem) => stems.has(stem));
}

function logOdds(count: number, size: number, inAll: number, allSize: number): number {
  const [prior, otherCount, otherSize] = [inAll / allSize, inAll - count, allSize - size];
  const odds = (count + prior) / (size + 1 - count - prior + 1e-9);
  const otherOdds = (otherCount + prior) / (otherSize + 1 - otherCount - prior + 1e-9);
  const deviation = Math.sqrt(1 / (count + prior) + 1 / (otherCount + prior));
  return Math.log(odds / otherOdds) / deviation;
}

/** In how many texts each word and pair occurs. */
class Counts {
  readonly texts = new Map<string, number>();
  private readonly written = new Map<string, Map<string, number>>();

  readonly size: number;

  constructor(texts: readonly string[]) {
    this.size = texts.length;
    for (const text of texts) {
      const seen = new Map<string, string>();
      for (const [stems, words] of phrasesOf(text)) if (!seen.has(stems)) seen.set(stems, words);
      for (const [stems, words] of seen) this.add(stems, words);
    }
  }

  private add(stems: string, words: string): void {
    this.texts.set(stems, (this.texts.get(stems) ?? 0) + 1);
    const forms = this.written.get(stems) ?? new Map<string, number>();
    this.written.set(stems, forms.set(words, (forms.get(words) ?? 0) + 1));
  }

  writtenAs(stems: string): string {
    const forms = [...(this.written.get(stems) ?? [])];
    forms.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return forms[0]?.[0] ?? stems;
  }
}

/** Stems and form of every telling word, and of every two that stand side by side. */
function* phrasesOf(text: string): Generator<[string, string]> {
  let before: Token | null = null;
  for (const token of tokenise(text)) {
    const tells = token.kind === 'word' && token.form.length > 2 && !PLAIN.has(bare(token.form));
    if (tells) {
      yield [wordOf(token).stem, token.form];
      if (before !== null)
        yield [`${wordOf(before).stem} ${wordOf(token).stem}`, `${before.form} ${token.form}`];
    }
    before = tells ? token : null;
  }
}

const bare = (form: string): string => form.replaceAll("'", '');
