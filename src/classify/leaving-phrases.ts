import type { LeavingStage } from '../domain/reading.js';

/** A stage that a phrase shows, and the phrase: an exact substring of a text. */
export interface Shown {
  readonly stage: string;
  readonly quote: string;
}

const few = (words: number): string => `(?:[^\\s.!?;]+ ){0,${words}}?`;
const BUY =
  '(?:buy(?:ing)?|order(?:ing)?|shop(?:ping)?|fly(?:ing)?|go(?:ing)?(?: back)?|com(?:e|ing) back|return(?:ing)?|eat(?:ing)?|stay(?:ing)?|step|set foot|purchas(?:e|ing)|book(?:ing)?|deal(?:ing)?|trust(?:ing)?)';
const CONTRACT =
  '(?:my|our|the|this) (?:\\w+ )?(?:contract|subscription|account|membership|plan|policy|service|card|line|broadband|insurance)';
const IT = '(?:it|them|both|this|these|(?:the|my|our) (?:\\w+ )?\\w+)';

/** Phrases that show a stage of leaving by themselves, highest stage first; English. */
const PHRASES: Readonly<Record<Exclude<LeavingStage, 'none'>, readonly string[]>> = {
  'left-and-telling': [
    `(?:do not|don['’]?t) (?:even )?(?:buy|bother (?:with|buying|going)|waste? your|go (?:there|here|near)|order from|fly with)(?: (?:it|this|these|them|time|money|from))?`,
    `save your (?:money|time)|(?:stay|steer|keep) (?:far )?(?:away|clear)(?: from| of)?(?! (?:from |of )?the)|avoid (?:this|them|at all)|recommend (?:that )?you (?:do not|don['’]?t)`,
  ],
  left: [
    `(?:i|we|have|had|and|just|already) (?:(?:have|had|just|finally|already|both) )?(?:returned ${IT}|sent ${IT} back|cancell?ed ${CONTRACT})`,
    `(?:i|we|have|['’]ve|just|finally) (?:switched|moved over|gone back) (?:back )?(?:to|from)|back (?:to|at) the store|right back for a refund|returned after`,
  ],
  decided: [
    `(?:will|['’]ll|shall|would|going to) never (?:ever )*(?:${BUY}|us(?:e|ing) ${few(5)}again)(?: ${few(5)}again)?`,
    `(?:won['’]?t|will not|not going to) (?:be )?(?:back\\b|${BUY} ${few(6)}(?:again|any ?more|ever))|never (?:ever )?again`,
    `(?:i['’]?m|i am|we['’]?re|we are|and am) (?:now |just |so )?(?:cancell?ing (?!this|the|that)|leaving you|switching|done with|through with|moving (?:to you|over|my|our)|sending (?:it|this|mine) back|returning ${IT})`,
    `(?:going|decided|want|need|like|have decided|about) to (?:cancel ${CONTRACT}|return (?:it|this|the)|switch(?:ing)? (?:to|from|provider|bank)|leave (?:you|them))`,
    `sending (?:it|this \\w+|mine|the \\w+) back|think we['’]?re done with|switching to|going elsewhere|taking (?:my|our) (?:business|money|custom) elsewhere`,
  ],
  searching: [
    `(?:any|good|better|looking for|recommend) (?:\\w+ )?alternatives?|alternatives? to|(?:looking|searching|shopping) (?:around )?for (?:a new|another|a different|an alternative)`,
  ],
  wavering: [
    `(?:thinking|considering|tempted|think) (?:about |of |to )?(?:leav|switch|cancel|mov)\\w*|(?:my|your|their) last (?:chance|order|time)|one more (?:time|chance) and`,
    `(?:probably|likely|may|might) (?:will )?(?:not|never|stop|leave|switch|cancel) ${few(3)}${BUY}|(?:not be inclined|hesitate|think twice before) ${few(3)}${BUY}|will avoid`,
  ],
};

const compiled = Object.entries(PHRASES).map(([stage, phrases]) => ({
  stage,
  match: new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${phrases.map((one) => `(?:${one})`).join('|')})(?![\\p{L}\\p{N}])`,
    'iu',
  ),
}));

/** Longest stretch that is looked at (UTF-16 units). */
const SEEN = 4000;

/**
 * The highest stage of leaving that a phrase of the text shows.
 *
 * @param parts the texts that were read, as given
 * @returns null when no phrase shows one
 */
export function leavingPhrase(parts: readonly string[]): Shown | null {
  for (const { stage, match } of compiled) {
    for (const part of parts) {
      const found = match.exec(part.slice(0, SEEN))?.[0].trim();
      if (found !== undefined && found !== '') return { stage, quote: found };
    }
  }
  return null;
}
