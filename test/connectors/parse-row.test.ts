import { describe, expect, it } from 'vitest';
import { parseRow } from '../../src/cli/parse.js';
import { FIXTURES, fixture } from './feed/feed-fixtures.js';

const base64 = (body: string | Uint8Array): string => Buffer.from(body).toString('base64');

describe('earshot parse', () => {
  it('answers with the place and its posts, by the url or by the params', async () => {
    const { url, place, items } = FIXTURES['rss.xml'];
    const body = base64(fixture('rss.xml'));
    const answer = { id: 7, ok: true, place, items };
    expect(await parseRow({ id: 7, as: 'feed', url, body })).toEqual(answer);
    expect(await parseRow({ id: 7, as: 'feed', params: { url }, body })).toEqual(answer);
    expect(await parseRow({ id: 7, as: 'feed', url, body, status: 200 })).toEqual(answer);
  });

  it('takes the type of the content from the header, too', async () => {
    const xml = Buffer.from('<rss><channel><title>\xe9\x80</title></channel></rss>', 'latin1');
    const row = { as: 'feed', body: base64(xml) };
    const typed = { 'Content-Type': 'text/xml; charset=windows-1251' };
    expect(await parseRow({ ...row, headers: typed })).toMatchObject({ place: { title: 'йЂ' } });
    expect(await parseRow({ ...row, contentType: typed['Content-Type'] })).toMatchObject({
      place: { title: 'йЂ' },
    });
  });

  it.each([
    [{ as: 'feed', body: base64('junk') }, 'unreadable'],
    [{ as: 'feed', body: '' }, 'unreadable'],
    [{ as: 'feed', body: '', status: 403 }, 'blocked'],
    [{ as: 'feed', body: '', status: 410 }, 'gone'],
    [{ as: 'feed', body: '', status: 429, headers: { 'Retry-After': '5' } }, 'rate-limited'],
    [{ as: 'fax', body: '' }, 'unknown-kind'],
    [{ as: 'feed' }, 'invalid-input'],
    [{ body: '' }, 'invalid-input'],
    [{ as: 'feed', body: '', status: 'fine' }, 'invalid-input'],
  ])('answers %j with the error %s', async (row, code) => {
    await expect(parseRow(row)).rejects.toMatchObject({ code });
  });
});
