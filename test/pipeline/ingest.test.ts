import { describe, expect, it } from 'vitest';
import { hear } from '../../src/pipeline/ingest.js';
import { MonitorEntity } from '../../src/store/entities/monitor.entity.js';
import { makeItem } from '../support/makers.js';

const monitor = (id: string, any: string[], none: string[] = []): MonitorEntity =>
  Object.assign(new MonitorEntity(), { id, name: id, any, all: [], none, ownAccounts: [] });
const origin = { id: '1', place: 'feed:forum.example', ownedByMonitorId: null };
const apex = monitor('1', ['apex']);
const zen = monitor('2', ['zen'], ['meditation']);

describe('what is heard', () => {
  it('is what a monitor listens for, with the reason, and nothing else', () => {
    const items = [
      makeItem({ externalId: 'a', text: 'apex' }),
      makeItem({ externalId: 'b', text: 'other' }),
    ];
    expect(hear(items, origin, [apex, zen])).toEqual([
      {
        item: items[0],
        contentHash: expect.any(String),
        monitorIds: ['1'],
        matchedBecause: ['has "apex"'],
      },
    ]);
    expect(hear(items, origin, [])).toEqual([]);
    expect(hear([], origin, [apex])).toEqual([]);
  });

  it('names every monitor that matches, oldest first', () => {
    const [heard] = hear([makeItem({ text: 'zen and apex' })], origin, [apex, zen]);
    expect(heard).toMatchObject({
      monitorIds: ['1', '2'],
      matchedBecause: ['has "apex"', 'has "zen"'],
    });
  });

  it('stays with the monitors that it was kept for, and comes to others', () => {
    const known = new Map([['a', { monitorIds: ['2'], matchedBecause: ['has "zen"'] }]]);
    const told = (text: string) =>
      hear([makeItem({ externalId: 'a', text })], origin, [apex, zen], known);
    expect(told('apex')).toMatchObject([
      { monitorIds: ['2', '1'], matchedBecause: ['has "zen"', 'has "apex"'] },
    ]);
    expect(told('never mind')).toMatchObject([{ monitorIds: ['2'] }]);
  });

  it('is everything at a place of our own, and its owner comes first', () => {
    const ours = { ...origin, ownedByMonitorId: '2' };
    const heard = hear(
      [makeItem({ externalId: 'a', text: 'apex' }), makeItem({ externalId: 'b', text: 'zen' })],
      ours,
      [apex, zen],
    );
    expect(heard).toMatchObject([
      { monitorIds: ['2', '1'], matchedBecause: ['everything here is ours', 'has "apex"'] },
      { monitorIds: ['2'], matchedBecause: ['has "zen"'] },
    ]);
    const [excluded] = hear([makeItem({ text: 'zen meditation' })], ours, [zen]);
    expect(excluded?.matchedBecause).toEqual(['everything here is ours']);
  });

  it('is one post per id, the last, also when ids are too long to be kept whole', () => {
    const id = 'x'.repeat(5_000);
    const heard = hear(
      [makeItem({ externalId: id, text: 'apex 1' }), makeItem({ externalId: id, text: 'apex 2' })],
      origin,
      [apex],
    );
    expect(heard.map(({ item }) => item.text)).toEqual(['apex 2']);
  });

  it('is not what stands only in a part that is cut off', () => {
    expect(
      hear([makeItem({ text: `${'word '.repeat(20_000)} apex`, title: null })], origin, [apex]),
    ).toEqual([]);
  });
});

describe('the digest of a post', () => {
  const digest = (given: Parameters<typeof makeItem>[0]): string =>
    hear([makeItem({ ...given })], { ...origin, ownedByMonitorId: '1' }, [apex])[0]?.contentHash ??
    '';
  const usual = digest({});

  it.each([
    ['title', { title: 'Other' }],
    ['text', { text: 'Other' }],
    ['rating', { rating: 1 }],
  ])('changes with the %s', (_part, given) => {
    expect(digest(given)).not.toBe(usual);
  });

  it('does not change with what a reader does not see', () => {
    expect(
      digest({
        url: null,
        tags: ['hot'],
        updatedAt: '2026-03-05T00:00:00Z',
        author: null,
        publishedAt: null,
      }),
    ).toBe(usual);
  });

  it('tells a title from a text', () => {
    expect(digest({ title: 'a', text: 'b' })).not.toBe(digest({ title: 'ab', text: '' }));
    expect(digest({ title: null, text: 'b' })).not.toBe(digest({ title: 'null', text: 'b' }));
  });
});
