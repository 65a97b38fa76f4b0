import type { ConformanceCase } from '../conformance-case.js';
import { fixture } from '../feed/feed-fixtures.js';
import { made } from './forums-fixtures.js';
import { timeOf } from './places.js';

export const PHPBB: ConformanceCase = {
  params: (url) => ({ url: new URL('/forum/', url).href, forum: 7, allowPrivate: true }),
  badParams: [
    {},
    { url: 'board' },
    { url: 'https://b.example', forum: 0 },
    { url: 'https://b.example', topic: 'x' },
    null,
  ],
  answer: { contentType: 'application/atom+xml', body: made('phpbb-forum.xml') },
  foreign: ['{"data":[]}', '<urlset/>', fixture('sign-in.html')],
  polled: {
    conditional: true,
    form: 'window',
    place: (posts) => (_request, response) => {
      const entry = (post: number): string =>
        `<entry><id>https://b.example/viewtopic.php?p=${post}#p${post}</id><title>Post ${post}</title>` +
        `<published>${timeOf(post)}</published><updated>${timeOf(post)}</updated>` +
        `<content type="html"><![CDATA[Text ${post}<p>Statistics: Posted by Jo — now</p><hr />]]></content></entry>`;
      response.end(
        `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>${posts.map(entry).join('')}</feed>`,
      );
    },
    idOf: (post) => `https://b.example/viewtopic.php?p=${post}#p${post}`,
  },
};
