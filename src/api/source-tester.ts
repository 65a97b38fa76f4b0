import type { SourceTestResult, View } from './views.js';

/** Injection token of a SourceTester. The pipeline room has one; this room may not know connectors. */
export const SOURCE_TESTER = Symbol('SOURCE_TESTER');

export interface SourceDescription {
  /** What makes the place one and the same. */
  readonly locator: string;
  /** The host that is asked, for the limit per host. */
  readonly host: string;
  /** What to call it until a person names it. */
  readonly name: string;
}

export interface SourceTester {
  /**
   * Asks a place once and stores nothing. What goes wrong at the place is in the result.
   *
   * @throws RangeError when there is no such kind, or the address is none that it reads
   */
  test(kind: string, url: string): Promise<View<typeof SourceTestResult>>;
  /**
   * @param params as the connector of this kind takes them
   * @throws RangeError when there is no such kind, or the params are none that it reads
   */
  describe(kind: string, params: unknown): SourceDescription;
}
