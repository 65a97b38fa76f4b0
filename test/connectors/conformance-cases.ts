import { fixture } from './feed-fixtures.js';

/** What the conformance suite must know of a kind of place. A new connector adds its entry. */
export interface ConformanceCase {
  /** Parameters that lead to the test's place, whatever host the connector asks. */
  params(url: string): Record<string, unknown>;
  /** Parameters that its schema must refuse. */
  readonly badParams: readonly unknown[];
  /** An answer as the place gives it, with posts. */
  readonly answer: { readonly contentType: string; readonly body: Uint8Array };
  /** Answers of another kind, which a place of this one never gives. */
  readonly foreign: readonly (string | Uint8Array)[];
  /** The posts with these ids, the next page at this path; null when the kind has no pages. */
  page: ((ids: readonly string[], next: string | null) => string) | null;
}

export const CASES: Readonly<Record<string, ConformanceCase>> = {
  feed: {
    params: (url) => ({ url, allowPrivate: true }),
    badParams: [{}, { url: 'no address' }, { url: 'file:///etc/passwd' }, { url: 1 }, null],
    answer: { contentType: 'application/rss+xml', body: fixture('rss.xml') },
    foreign: ['{"data":[]}', '<urlset/>', fixture('sign-in.html')],
    page: (ids, next) =>
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>' +
      (next === null ? '' : `<link rel="next" href="${next}"/>`) +
      ids.map((id) => `<entry><id>${id}</id><title>Post</title></entry>`).join('') +
      '</feed>',
  },
};
