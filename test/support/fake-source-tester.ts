import type { SourceDescription, SourceTester } from '../../src/api/source-tester.js';
import type { SourceTestResult, View } from '../../src/api/views.js';

/** Knows feeds, and one answer for every place. */
export class FakeSourceTester implements SourceTester {
  readonly asked: string[] = [];

  test(kind: string, url: string): Promise<View<typeof SourceTestResult>> {
    this.asked.push(`${kind} ${url}`);
    return Promise.resolve({
      ok: true,
      url,
      error: null,
      title: 'Town talk',
      itemCount: 2,
      lastWeek: 1,
      matching: 1,
      sample: [],
      durationMs: 5,
    });
  }

  describe(kind: string, params: unknown): SourceDescription {
    if (kind !== 'feed') throw new RangeError(`there is no kind of source "${kind}"`);
    const { url } = params as { url: string };
    const { host } = new URL(url);
    return { locator: url, host, name: host };
  }
}
