import type { Candidate, SourceKindView, SourceTest, SourceTestResult, View } from './views.js';

/** Injection token of the Places. The pipeline room has them; this room may not know connectors. */
export const PLACES = Symbol('PLACES');

export interface DescribedPlace {
  /** As the connector of the kind has them, with its defaults. */
  readonly params: object;
  /** What makes the place one and the same. */
  readonly locator: string;
  /** The host that is asked, for the limit per host. */
  readonly host: string;
  /** What to call it until a person names it. */
  readonly name: string;
  /** Where a person finds it; null when it has no page. */
  readonly url: string | null;
}

/** A candidate as the pipeline finds it: what is stored already is not its business. */
export type TriedPlace = Omit<View<typeof Candidate>, 'source'> & { readonly locator: string };
export type TriedPlaces = Omit<View<typeof SourceTestResult>, 'candidates'> & {
  readonly candidates: readonly TriedPlace[];
};

/** One thing that is wrong with parameters: its path below them, and what would be right. */
export interface BadParam {
  readonly path: string;
  readonly message: string;
}

/** Every kind of place that there is, and how to ask one. */
export interface Places {
  kinds(): View<typeof SourceKindView>[];
  /** @throws RangeError when there is no such kind */
  kind(kind: string): View<typeof SourceKindView>;
  /**
   * @param params as the connector of this kind takes them
   * @throws RangeError when there is no such kind, or it does not read these; then its `faults`
   *   are BadParams
   */
  describe(kind: string, params: unknown): DescribedPlace;
  /**
   * Asks a place, or what is behind an address, once and stores nothing. What goes wrong at the
   * place is in the result.
   *
   * @throws as describe
   */
  test(asked: View<typeof SourceTest>): Promise<TriedPlaces>;
}
