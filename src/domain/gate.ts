/** Two models on the same texts: how often each is right, and where they differ. */
export interface Paired {
  /** Texts (count). */
  readonly n: number;
  /** Right by the model that serves, or by the shipped one. */
  readonly before: number;
  /** Right by the candidate. */
  readonly after: number;
  /** Wrong before, right by the candidate. */
  readonly mended: number;
  /** Right before, wrong by the candidate. */
  readonly spoilt: number;
}

/** A candidate beside the others. */
export interface Compared {
  /** Against the model that serves now, on corrections that were held back. */
  readonly heldBack: Paired;
  /** The same, on those of them that were drawn by lot. */
  readonly byLot: Paired;
  /** Against the shipped model, on texts that came with Earshot. */
  readonly known: Paired;
}

export interface Verdict {
  readonly serves: boolean;
  /** For people, in one sentence. */
  readonly reason: string;
  /** Chance of so good a result if both were equally good (0..1). */
  readonly chance: number;
}

/** A candidate that is no better would pass by luck less than once in twenty. */
const MOST_CHANCE = 0.05;
/** It may be right less often by this share of the texts that were labelled with Earshot … */
const TOLERANCE = 0.02;
/** … and of those drawn by lot, of which there are few, by one in any case. */
const LEAST_TOLERATED = 1;

/** @param before whether the one model is right on each text; `after` the same of the other */
export function pair(before: readonly boolean[], after: readonly boolean[]): Paired {
  const both = before.map((was, at) => ({ was, is: after[at] === true }));
  return {
    n: both.length,
    before: both.filter(({ was }) => was).length,
    after: both.filter(({ is }) => is).length,
    mended: both.filter(({ was, is }) => is && !was).length,
    spoilt: both.filter(({ was, is }) => was && !is).length,
  };
}

/**
 * Chance that at least so many of the texts on which two models differ speak for the second one,
 * when they are equally good: the exact one-sided test of McNemar (1947), a binomial of one half.
 *
 * @returns 1 when they differ nowhere
 */
export function mcnemar({ mended, spoilt }: Pick<Paired, 'mended' | 'spoilt'>): number {
  const differing = mended + spoilt;
  let chance = 0;
  // C(differing, k) / 2^differing, by logarithms: the powers would leave the range of a number.
  let logTerm = -differing * Math.LN2;
  for (let k = 0; k <= differing; k++) {
    if (k >= mended) chance += Math.exp(logTerm);
    logTerm += Math.log(differing - k) - Math.log(k + 1);
  }
  return Math.min(1, chance);
}

/**
 * Whether a candidate serves. The rule: on the corrections that were held back it puts right more
 * than it spoils, by more than luck (McNemar, one-sided, 5 %); on texts that were labelled with
 * Earshot it is right at most 2 % less often than the shipped model, so that it does not forget; and
 * the same on those held back that were drawn by lot, for corrections are mostly errors, and a model
 * could mend them by being wrong elsewhere.
 */
export function judgeCandidate({ heldBack, known, byLot }: Compared): Verdict {
  const chance = mcnemar(heldBack);
  const figures = `${heldBack.after} instead of ${heldBack.before} of ${heldBack.n} held-back corrections right`;
  const refuse = (why: string): Verdict => ({
    serves: false,
    reason: `${figures}: ${why}`,
    chance,
  });
  if (heldBack.mended <= heldBack.spoilt) return refuse('no better than the one that serves');
  if (chance >= MOST_CHANCE)
    return refuse(
      `better, but this may be luck (${Math.round(100 * chance)} % by chance; less than 5 % is asked)`,
    );
  const lost = known.before - known.after;
  if (lost > TOLERANCE * known.n)
    return refuse(
      `but it forgets: ${lost} fewer of ${known.n} known texts right, at most ${Math.floor(TOLERANCE * known.n)} are allowed`,
    );
  const lostByLot = byLot.before - byLot.after;
  if (lostByLot > Math.max(LEAST_TOLERATED, TOLERANCE * byLot.n))
    return refuse(
      `but of ${byLot.n} texts drawn by lot ${lostByLot} fewer are right: it mends some and spoils others`,
    );
  return { serves: true, reason: figures, chance };
}
