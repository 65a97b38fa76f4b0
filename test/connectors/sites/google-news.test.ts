import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { googleNewsConnector } from '../../../src/connectors/sites/google-news.connector.js';

describe('a feed of Google News', () => {
  it('tells headline and publisher apart', async () => {
    const body = readFileSync('test/fixtures/sites/google-news.xml');
    const { items } = await googleNewsConnector.parse({ body });
    expect(items).toMatchObject([
      {
        externalId: 'AAA',
        title: 'Acme recalls kettle - again',
        text: 'Acme recalls kettle - again',
        author: { name: 'The Daily Lid', handle: null, url: 'https://lid.example/' },
        publishedAt: '2026-03-01T08:00:00.000Z',
        language: 'en',
      },
      { title: 'No source here', author: { name: 'Kettle Times', handle: null, url: null } },
      { title: 'Neither dash nor source', author: null },
    ]);
  });
});

describe('its address', () => {
  it('is asked for as Google names languages and countries', () => {
    const { locate } = googleNewsConnector;
    expect(locate({ query: '"acme kettle"', language: 'en-US', country: 'US' }).locator).toBe(
      'https://news.google.com/rss/search?q=%22acme+kettle%22&hl=en-US&gl=US&ceid=US%3Aen',
    );
    const spanish = locate({ query: 'x', language: 'es-419', country: 'MX' }).locator;
    expect(new URL(spanish).searchParams.get('ceid')).toBe('MX:es-419');
  });

  it('is known when a person gives it', () => {
    const from = (address: string) => googleNewsConnector.fromAddress?.(new URL(address));
    expect(from('https://news.google.com/search?q=acme&hl=de&gl=DE&ceid=DE:de')).toEqual({
      query: 'acme',
      language: 'de',
      country: 'DE',
    });
    expect(from('https://news.google.com/search?q=')).toBeNull();
    expect(from('https://news.google.com/home')).toBeNull();
    expect(from('https://example.com/search?q=acme')).toBeNull();
  });
});
