import { describe, expect, it } from 'vitest';
import { importConnector } from '../../../src/connectors/intake/import.connector.js';
import { senderHost } from '../../../src/connectors/intake/sender.js';
import { failure } from '../http-bench.js';

const read = async (text: string | Uint8Array) =>
  (await importConnector.parse({ body: Buffer.from(text) })).items;

describe('a file', () => {
  it.each([
    ['CSV', 'external_id,text\n1,It came late.\n2,"It broke, twice"\n'],
    ['CSV with another delimiter and a mark', '\ufeffexternal_id;text\r\n1;x\r\n2;y\r\n'],
    ['JSON Lines', '{"external_id":"1","text":"x"}\n\n{"external_id":2,"text":"y"}\n'],
  ])('as %s is told by its beginning', async (_form, text) => {
    expect((await read(text)).map(({ externalId }) => externalId)).toEqual(['1', '2']);
  });

  it('leaves out rows that cannot be used, unless none can', async () => {
    expect(await read('text,url\nfine,\nbad,nowhere\n')).toMatchObject([{ text: 'fine' }]);
    const error = await failure(read('text,url\nbad,nowhere\n'));
    expect(error.message).toMatch(/line 2, for example: url must be a web address/);
  });

  it('keeps the rows above a quote that is never closed', async () => {
    expect(await read('text\nfine\n"open\nmore\n')).toMatchObject([{ text: 'fine' }]);
  });

  it('with a header and nothing else is empty', async () => {
    expect(await read('external_id,text\n')).toEqual([]);
  });

  it('may be in an older encoding', async () => {
    const bytes = Buffer.concat([Buffer.from('text\nsp'), Buffer.from([0xe4]), Buffer.from('t\n')]);
    expect(await read(bytes)).toMatchObject([{ text: 'spät' }]);
  });
});

describe('a source of files', () => {
  it('is the one that the import makes', () => {
    expect(importConnector.params.parse({})).toEqual({ name: 'Import' });
    const params = importConnector.params.parse({ name: 'Shop reviews' });
    expect(importConnector.locate(params).locator).toBe('import:Shop reviews');
  });

  it('stands for a host of its own', () => {
    expect(senderHost('reviews.example')).toBe('reviews.example');
    const hosts = ['Shop reviews', 'Shop-reviews', 'レビュー', 'レビ', '..'].map(senderHost);
    expect(new Set(hosts).size).toBe(hosts.length);
    for (const host of hosts) expect(host).toMatch(/^[\w-][\w.-]*$/);
  });
});
