import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { feedConnector } from '../../../src/connectors/feed/feed.connector.js';
import { FIXTURES, fixture } from './feed-fixtures.js';

const names = Object.keys(FIXTURES) as (keyof typeof FIXTURES)[];

const parse = (body: string | Uint8Array, url?: string) =>
  feedConnector.parse({ body: typeof body === 'string' ? Buffer.from(body) : body, url });

describe('feeds of every format', () => {
  it.each(names)('%s is read whole', async (name) => {
    const { url, ...expected } = FIXTURES[name];
    expect(await parse(fixture(name), url)).toEqual(expected);
  });

  it.each(['utf-16le', 'utf-16be', 'windows-1252', 'utf-32le'])(
    'are read in %s',
    async (encoding) => {
      const xml = fixture('rss.xml').toString().replace('UTF-8', encoding).replace('&hellip;', '…');
      const body = iconv.encode(xml, encoding, { addBOM: !encoding.startsWith('w') });
      const { url, items } = FIXTURES['rss.xml'];
      expect((await parse(body, url)).items[0]).toEqual(items[0]);
    },
  );

  it('keep the id when only the text changes', async () => {
    const feed = (text: string) =>
      `<rss><channel><title>T</title><item><title>A</title><pubDate>2024-01-01</pubDate>` +
      `<description>${text}</description></item></channel></rss>`;
    const [before, after] = [await parse(feed('one')), await parse(feed('two'))];
    expect(before.items[0]?.externalId).toMatch(/^hash:/);
    expect(after.items[0]?.externalId).toBe(before.items[0]?.externalId);
  });

  it('with no posts are no posts, not an error', async () => {
    const { items } = await parse('<rss><channel><title>Quiet</title></channel></rss>');
    expect(items).toEqual([]);
  });

  it('never take an address that is no web address', async () => {
    const { items } = await parse(
      '<rss><channel><item><title>x</title><link>javascript:alert(1)</link>' +
        '<guid>data:text/html,x</guid></item></channel></rss>',
    );
    expect(items[0]).toMatchObject({ url: null, externalId: 'data:text/html,x' });
  });

  it('give no author of the channel to posts in RSS, where it is the editor', async () => {
    const { items } = await parse(
      '<rss><channel><title>T</title><author>ed@example.com</author><item><guid>1</guid></item></channel></rss>',
    );
    expect(items[0]?.author).toBeNull();
  });

  it('give ratings, as review feeds state them', async () => {
    const { items } = await parse(
      '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://itunes.apple.com/rss"><title>R</title>' +
        '<entry><id>1</id><im:rating>2</im:rating></entry></feed>',
    );
    expect(items[0]?.rating).toBe(2);
  });
});

describe('what is no feed', () => {
  it.each([
    ['nothing', '', /nothing at all/],
    ['white space', ' \n\t', /nothing at all/],
    ['zero bytes', '\0\0\0\0', /nothing at all/],
    ['a web page', fixture('sign-in.html'), /web page \("Please sign in"\)/],
    ['JSON of another kind', '{"items":[{"id":1}]}', /JSON that is no JSON Feed/],
    [
      'a JSON Feed of nonsense',
      '{"version":"https://jsonfeed.org/version/1","items":[[[]]]}',
      /JSON/,
    ],
    ['an API error', '{"error":"no"}', /JSON that is no JSON Feed/],
    ['a JSON list', '[1,2]', /JSON that is no JSON Feed/],
    ['cut off JSON', '{"version":"https://jsonfeed.org/version/1","items":[', /JSON/],
    ['an empty shell', '<rss version="2.0"></rss>', /<rss>.*empty or cut-off/],
    ['a cut-off first post', '<rss><channel><title>T</title><item><title>A</ti', /cut-off/],
    ['an Atom shell', '<feed xmlns="http://www.w3.org/2005/Atom"/>', /<feed>/],
    ['another XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', /<Error>/],
    ['a sitemap', '<urlset><url><loc>https://a.example</loc></url></urlset>', /<urlset>/],
    ['plain text', 'try again later', /something that is no feed/],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /no feed/],
  ])('%s is unreadable and says so', async (_name, body, message) => {
    await expect(parse(body)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('hostile feeds', () => {
  const item = (content: string): string =>
    `<rss><channel><title>T</title><item><guid>0</guid></item>` +
    `<item><guid>1</guid><description>${content}</description></item></channel></rss>`;
  const n = 200_000;

  it.each([
    ['open elements', item('<a>'.repeat(n))],
    ['open tags', item('<a '.repeat(n))],
    ['less-than signs', item('<'.repeat(n))],
    ['ampersands', item('&'.repeat(n))],
    ['references without end', item('&amp'.repeat(n))],
    ['open comments', item('<!--'.repeat(n))],
    ['open CDATA', item('<![CDATA['.repeat(n))],
    ['open declarations', item('<!x'.repeat(n))],
    ['open instructions', item('<?'.repeat(n))],
    ['open closing tags', item('</'.repeat(n))],
    ['quotes', item(`<a b="${`<a c='`.repeat(n)}`)],
    ['stray closing tags', item('</a></b>'.repeat(n))],
    ['white space', item(`${' \n'.repeat(n)}x`)],
    ['escaped tags', item('&lt;p'.repeat(n))],
    ['escaped comments', item('&lt;!--'.repeat(n))],
    ['escaped doctypes', item('&lt;!doctype '.repeat(n))],
    ['attributes', `<rss ${'a=" '.repeat(n)}><channel><title>T</title></channel></rss>`],
    [
      'namespaces',
      item(Array.from({ length: 20_000 }, (_, i) => `<x xmlns:n${i}="u:${i}">`).join('')),
    ],
    ['dates', item('').replace('<guid>1', `<pubDate>${'1 '.repeat(n)}</pubDate><guid>1`)],
    ['mail addresses', item('').replace('<guid>1', `<author>${'a@'.repeat(n)}</author><guid>1`)],
  ])('%s take no long time', { timeout: 4000 }, async (_name, xml) => {
    await expect(parse(xml)).resolves.toMatchObject({ place: { title: 'T' } });
  });

  it('entities of their own do not grow', async () => {
    const laughs = Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
    );
    const bomb = `<!DOCTYPE rss [<!ENTITY l0 "lol"><!ENTITY big "${'x'.repeat(200)}">${laughs.join('')}]>`;
    const { items } = await parse(`${bomb}${item(`&l0;&l9;${'&big;'.repeat(50_000)}`)}`);
    expect(items[1]?.text).toMatch(/^lol/);
    expect(items[1]?.text.length).toBeLessThan(400_000);
  });

  it('no file is read and no name harms', async () => {
    const { items } = await parse(
      `<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>${item('&f;<__proto__>a</__proto__><constructor/>')}`,
    );
    expect(items[1]?.text).toBe('&f;a');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
