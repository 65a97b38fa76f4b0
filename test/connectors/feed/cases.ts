import type { ConformanceCase } from '../conformance-case.js';
import { fixture } from './feed-fixtures.js';

const BEGAN = Date.UTC(2026, 0, 10, 12);

function atom(posts: readonly number[], next: string | null): string {
  const entry = (post: number): string =>
    `<entry><id>${post}</id><title>Post ${post}</title>` +
    `<published>${new Date(BEGAN + post * 60_000).toISOString()}</published></entry>`;
  return (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>' +
    (next === null ? '' : `<link rel="next" href="${next}"/>`) +
    `${posts.map(entry).join('')}</feed>`
  );
}

export const FEED_CASES: Readonly<Record<string, ConformanceCase>> = {
  feed: {
    params: (url) => ({ url, allowPrivate: true }),
    badParams: [{}, { url: 'no address' }, { url: 'file:///etc/passwd' }, { url: 1 }, null],
    answer: { contentType: 'application/rss+xml', body: fixture('rss.xml') },
    foreign: ['{"data":[]}', '<urlset/>', fixture('sign-in.html')],
    polled: {
      conditional: true,
      form: 'pages',
      place: (posts) => (request, response) => {
        const page = Number(new URL(request.url ?? '', 'http://any').searchParams.get('page') ?? 1);
        const shown = posts.slice(2 * page - 2, 2 * page);
        response.end(atom(shown, 2 * page < posts.length ? `/place?page=${page + 1}` : null));
      },
      idOf: String,
    },
  },
};
