import { readFileSync } from 'node:fs';
import type { Item } from '../../../src/domain/mention.js';

export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/feeds/${name}`, import.meta.url));
}

const NONE = {
  url: null,
  title: null,
  author: null,
  publishedAt: null,
  updatedAt: null,
  rating: null,
  tags: [],
  parentId: null,
  language: null,
} satisfies Partial<Item>;

const byName = (name: string, url: string | null = null) => ({ name, handle: null, url });

/** What must be read from the feeds of `test/fixtures/feeds`, fetched from these addresses. */
export const FIXTURES = {
  'rss.xml': {
    url: 'https://kettles.example/feed',
    place: { title: 'Kettle Talk & Friends', link: 'https://kettles.example/' },
    freshForSeconds: 3600,
    items: [
      {
        ...NONE,
        externalId: '9007199254740993',
        url: 'https://kettles.example/t/1',
        title: 'Acme kettle: 5 < 8 & still broken',
        text: 'It stopped heating.\n\nSupport says… no.\nThree calls!',
        author: byName('Jo Doe'),
        publishedAt: '2024-10-02T08:00:00.000Z',
        tags: ['kettles', 'support'],
        language: 'en',
      },
      {
        ...NONE,
        externalId: 'https://kettles.example/t/2',
        url: 'https://kettles.example/t/2',
        title: 'No guid',
        text: 'Plain\ntext, two lines',
        author: byName('Sam Poe'),
        publishedAt: '2024-10-01T13:00:00.000Z',
        language: 'en',
      },
      {
        ...NONE,
        externalId: 'hash:jZkny6xG-G_IPw8zkv8148',
        text: 'Neither title nor link <BIGCO>',
        language: 'en',
      },
    ],
  },
  'rdf.xml': {
    url: 'https://wiki.example/feed',
    place: { title: 'Recent changes', link: 'https://wiki.example/' },
    freshForSeconds: null,
    items: [
      {
        ...NONE,
        externalId: 'https://wiki.example/42',
        url: 'https://wiki.example/42',
        title: 'Refund page',
        text: 'Somebody asked for a refund',
        author: byName('Kim'),
        publishedAt: '2024-10-02T08:00:00.000Z',
        tags: ['money'],
      },
    ],
  },
  'atom.xml': {
    url: 'https://forum.example/sub/feed.atom',
    place: { title: 'Forum <Kettles>', link: 'https://forum.example/' },
    freshForSeconds: null,
    items: [
      {
        ...NONE,
        externalId: 'tag:forum.example,2024:7',
        url: 'https://forum.example/sub/7',
        title: 'Use <b> with care',
        text: 'one two three four five < six',
        author: { name: '/u/alex', handle: 'alex', url: 'https://forum.example/u/alex' },
        publishedAt: '2024-10-02T08:00:00.500Z',
        updatedAt: '2024-10-03T00:00:00.000Z',
        tags: ['Brewing', 'brew'],
        parentId: 'tag:forum.example,2024:6',
        language: 'de',
      },
      {
        ...NONE,
        externalId: 'tag:forum.example,2024:6',
        url: 'https://forum.example/sub/6',
        text: 'Only a summary',
        author: byName('House style'),
        language: 'de',
      },
    ],
  },
  'feed.json': {
    url: 'https://notes.example/feed.json',
    place: { title: 'Notes', link: 'https://notes.example/' },
    freshForSeconds: null,
    items: [
      {
        ...NONE,
        externalId: '12345678901',
        url: 'https://notes.example/n/1',
        title: 'Late parcel & no reply',
        text: 'My parcel is late.',
        author: byName('Lee', 'https://notes.example/lee'),
        publishedAt: '2024-10-02T06:00:00.000Z',
        updatedAt: '2024-10-02T07:00:00.000Z',
        tags: ['delivery'],
        language: 'en',
      },
      {
        ...NONE,
        externalId: 'b',
        text: '5 < 8 & so on',
        author: byName('The house'),
        language: 'en',
      },
    ],
  },
  'broken.xml': {
    url: 'https://broken.example/feed',
    place: { title: 'R&D & more: a < b', link: 'https://broken.example/' },
    freshForSeconds: null,
    items: [
      {
        ...NONE,
        externalId: 'https://broken.example/1',
        url: 'https://broken.example/1',
        title: 'café – naïve',
        text: 'half an & and a stray tag kept',
      },
      {
        ...NONE,
        externalId: 'https://broken.example/2',
        url: 'https://broken.example/2',
        title: 'Second',
        text: '',
      },
    ],
  },
};
