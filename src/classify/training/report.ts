import { estimates, type Estimate, type Resampling } from './resampling.js';
import {
  CLASS_FIGURES,
  classFigure,
  COVERAGES,
  coverageFigure,
  HEADLINES,
  type Scorer,
} from './scorers.js';

type Interval = readonly [number, number];
type ClassFigure = (typeof CLASS_FIGURES)[number];
type Headline = (typeof HEADLINES)[number];

/** The figures of a scorer by name, each with its 95 % interval by bootstrap. */
export interface Report extends Readonly<Record<Headline, number>> {
  readonly rows: number;
  readonly intervals: Readonly<Record<Headline, Interval>>;
  /** Share of texts that get a label other than unsure, and how many of those are right; null where several labels may hold. */
  readonly decided: Scorer['decided'];
  /** Accuracy among the surest share of the texts. */
  readonly coverage: readonly {
    readonly share: number;
    readonly accuracy: number;
    readonly interval: Interval;
  }[];
  readonly perClass: Readonly<Record<string, ClassReport>>;
}

export interface ClassReport extends Readonly<Record<ClassFigure, number>> {
  /** Texts of which it holds (count). */
  readonly rows: number;
  readonly intervals: Readonly<Record<ClassFigure, Interval>>;
}

export const SEED = 1;

export function reportOf(
  classes: readonly string[],
  scorer: Scorer,
  { seed = SEED, resamples }: Partial<Resampling>,
): Report {
  const found = estimates(scorer, { seed, ...(resamples === undefined ? {} : { resamples }) });
  const of = (name: string): Estimate => found.get(name) ?? { value: NaN, low: NaN, high: NaN };
  const shares = COVERAGES.filter((share) => found.has(coverageFigure(share)));
  return {
    rows: scorer.rows,
    ...valuesAndIntervals(HEADLINES, of),
    decided: scorer.decided,
    coverage: shares.map((share) => {
      const { value, low, high } = of(coverageFigure(share));
      return { share, accuracy: value, interval: [low, high] };
    }),
    perClass: Object.fromEntries(
      classes.map((name, k) => [
        name,
        {
          rows: scorer.held[k] ?? 0,
          ...valuesAndIntervals(CLASS_FIGURES, (figure) => of(classFigure(name, figure))),
        },
      ]),
    ),
  };
}

function valuesAndIntervals<Name extends string>(
  names: readonly Name[],
  of: (name: Name) => Estimate,
): Record<Name, number> & { intervals: Record<Name, Interval> } {
  const values = names.map((name) => [name, of(name).value]);
  const intervals = names.map((name) => [name, [of(name).low, of(name).high]]);
  return {
    ...(Object.fromEntries(values) as Record<Name, number>),
    intervals: Object.fromEntries(intervals) as Record<Name, Interval>,
  };
}
