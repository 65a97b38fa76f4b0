import { readFileSync } from 'node:fs';
import type { ConformanceCase } from '../conformance-case.js';
import { fixture } from '../feed/feed-fixtures.js';

const BEGAN = Date.now() - 6 * 3_600_000;

/** Without a key: what there is then is the channel's feed. */
export const YOUTUBE: ConformanceCase = {
  params: () => ({ channel: 'UCkettlekettlekettle0001' }),
  badParams: [{}, { channel: 'kettles' }, { videos: [] }, { videos: ['short'] }, null],
  answer: {
    contentType: 'text/xml; charset=UTF-8',
    body: readFileSync('test/fixtures/sites/youtube-feed.xml'),
  },
  foreign: [
    '{"error":{"code":400}}',
    '{"kind":"youtube#channelListResponse","items":[]}',
    '{"kind":"youtube#commentListResponse"}',
    fixture('rss.xml'),
  ],
  polled: {
    conditional: true,
    form: 'window',
    place: (posts) => (_request, response) => {
      const entry = (post: number): string =>
        `<entry><id>yt:video:kettle${post}</id><title>Kettle ${post}</title>` +
        `<published>${new Date(BEGAN + post * 60_000).toISOString()}</published></entry>`;
      response.end(
        '<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" ' +
          `xmlns="http://www.w3.org/2005/Atom"><title>T</title>${posts.map(entry).join('')}</feed>`,
      );
    },
    idOf: (post) => `yt:video:kettle${post}`,
  },
};
