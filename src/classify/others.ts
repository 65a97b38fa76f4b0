import type { Brand, Reading } from '../domain/reading.js';
import { isOfOthers, nameOfOther, spokenOf, type Named } from './brand.js';
import { rounded, type Answered, type Look } from './heads.js';
import { directionIn } from './leaving.js';
import { contributions } from './linear/score.js';

/**
 * How often a text that blames others is a complaint about us after all: none of 27 written ones
 * (rule of succession).
 */
const ABOUT_US = 1 / 29;
/** Labels that say what we have done to somebody; topics and feelings are of the text. */
const OF_US = new Set(['complaint', 'effort', 'urgency']);

/** Who says so has come to us and wishes they had not. */
const REGRET =
  /\b(?:regret\w*|mistake|no better|just as bad|as bad as|worse|shouldve stayed|should have stayed|wish i|from bad to)\b/;

/**
 * The competitor that a text speaks of alone, or blames while it prefers us: "left Globex for
 * Acme, they never answer" complains to Acme about nobody.
 *
 * @param head of complaint, whose words tell who is blamed
 * @returns the name as it stands in the text; null where the text may be about us
 */
export function othersBlamed(
  look: Look,
  head: Answered | null,
  brand: Brand | null,
): string | null {
  if (brand === null || brand.competitors.length === 0) return null;
  const { tokens } = look.features;
  const spoken = spokenOf(tokens, look.parts, brand);
  const prefersUs =
    head?.answer.class === 'complaint' &&
    spoken.words.includes(' OURS ') &&
    !REGRET.test(spoken.words) &&
    directionIn(spoken, brand) === 'to-us' &&
    weighsOnOthers(look, head, spoken.named);
  if (!prefersUs && !isOfOthers(spoken, brand)) return null;
  return nameOfOther(spoken, tokens, look.parts);
}

/** Whether what complains stands more with others than with us: words go with the name before them. */
function weighsOnOthers(
  { features }: Look,
  { model, answer }: Answered,
  named: readonly Named[],
): boolean {
  const sideAt = new Map(named.map(({ from, side }) => [from, side]));
  const weights = contributions(model, answer.stage, features, [1]);
  const sums = { ours: 0, theirs: 0 };
  let side = named[0]?.side ?? 'ours';
  for (const [at] of features.tokens.entries()) {
    const name = sideAt.get(at);
    if (name === undefined) sums[side] += weights[at] ?? 0;
    else side = name;
  }
  return sums.theirs > sums.ours;
}

/**
 * A reading of a text that blames a competitor: what it says of them is neither a complaint about
 * us nor trouble with us. Where somebody goes is left as it was read.
 *
 * @param others the competitor's name as it stands in the text; it is the evidence
 */
export function withoutOthers(reading: Reading, others: string): Reading {
  const { complaint, effort, urgency, evidence } = reading;
  const kept = evidence.filter((quote) => !OF_US.has(quote.for));
  return {
    ...reading,
    complaint: complaint && {
      label: 'other',
      best: 'other',
      probability: rounded(Math.min(complaint.probability, ABOUT_US)),
    },
    touchpoint: null,
    effort: effort && [],
    urgency:
      urgency === null || urgency.best === 'none'
        ? urgency
        : { level: 'none', best: 'none', reason: null, probability: rounded(1 - ABOUT_US) },
    evidence: complaint === null ? kept : [{ for: 'complaint', quote: others }, ...kept],
  };
}
