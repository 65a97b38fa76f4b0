import { describe, expect, it } from 'vitest';
import { connectors } from '../../src/connectors/index.js';
import { BadParams, KnownPlaces } from '../../src/pipeline/places/known-places.js';
import { FewPlaces } from '../support/cli.js';
import { openDatabase } from '../support/database.js';
import { addMonitor, makeSettings } from '../support/makers.js';
import { outsideOf } from '../support/outside.js';

const { database } = await openDatabase();
await addMonitor(database, { name: 'Apex' });
const FEED = 'https://forum.example/latest.rss';
const hour = 3_600_000;
const now = Date.now();
const item = (id: number, text: string) =>
  `<item><guid isPermaLink="false">${id}</guid><title>${text}</title><pubDate>${new Date(now - id * hour).toUTCString()}</pubDate></item>`;
const RSS = `<rss version="2.0"><channel><title>Forum</title><link>https://forum.example</link>
  ${item(1, 'Nice weather')}${item(3, 'My Apex hums')}${item(5, 'Rain')}${item(7, 'Snow')}</channel></rss>`;
const page = (head: string) => `<!doctype html><html><head>${head}</head><body></body></html>`;
const LINK = '<link rel="alternate" type="application/rss+xml" title="Latest" href="/latest.rss">';

const placesOf = (bodies: Record<string, string>, credentials = {}) =>
  new KnownPlaces(database, outsideOf(new FewPlaces(bodies), credentials), makeSettings());

describe('kinds of places', () => {
  const kinds = placesOf({}, { EARSHOT_GITHUB_TOKEN: 'secret-value' }).kinds();

  it('are all of them, each with a form that can be drawn', () => {
    expect(kinds.map(({ kind }) => kind)).toEqual(connectors.map(({ kind }) => kind));
    for (const { params } of kinds) expect(params).toMatchObject({ type: 'object' });
  });

  it('never tell a secret', () => {
    expect(JSON.stringify(kinds)).not.toContain('secret-value');
  });

  it('are off when they are restricted and nobody switched them on', () => {
    for (const { kind, on, terms, whyOff } of kinds) {
      const open = terms.access !== 'restricted';
      const explained = whyOff?.includes('listening.allow') ?? false;
      expect({ kind, on, explained }).toEqual({ kind, on: open, explained: !open });
    }
  });
});

describe('an address', () => {
  it('of a feed is tried as it is, and says what it would bring', async () => {
    const { candidates, error } = await placesOf({ [FEED]: RSS }).test({ address: FEED });
    expect(error).toBeNull();
    expect(candidates).toMatchObject([
      {
        kind: 'feed',
        params: { url: FEED },
        name: 'Forum',
        found: 'The address is a feed.',
        ok: true,
        itemCount: 4,
        lastWeek: 4,
        matching: 1,
        typicalSilenceSeconds: 7200,
      },
    ]);
    // What would be kept stands first, with the reason.
    expect(candidates[0]?.sample.map(({ title, matches }) => [title, matches])).toEqual([
      ['My Apex hums', [{ monitor: 'Apex', why: 'has "apex"' }]],
      ['Nice weather', []],
      ['Rain', []],
      ['Snow', []],
    ]);
    // By the time between its posts, not by the settings.
    expect(candidates[0]?.firstIntervalSeconds).toBeGreaterThan(1_000);
    expect(candidates[0]?.firstIntervalSeconds).toBeLessThan(4_000);
  });

  it('of a page leads to the feed that it names', async () => {
    const bodies = { 'https://forum.example/': page(LINK), [FEED]: RSS };
    const asked = { address: 'https://forum.example/', allowPrivate: true };
    const { candidates } = await placesOf(bodies).test(asked);
    expect(candidates).toMatchObject([
      {
        params: { url: FEED, allowPrivate: true },
        found: 'The page names this feed, "Latest".',
        ok: true,
      },
    ]);
  });

  it('whose page names no feed says so in words', async () => {
    const bodies = { 'https://forum.example/': page('') };
    const tried = await placesOf(bodies).test({ address: 'https://forum.example/' });
    expect(tried).toMatchObject({ candidates: [], error: { code: 'unreadable' } });
  });

  it('where nothing is says so in words', async () => {
    const tried = await placesOf({}).test({ address: 'https://forum.example/' });
    expect(tried.error).toEqual({ code: 'not-found', message: 'Nothing is there (404).' });
  });

  it('whose feed does not answer is shown with what went wrong', async () => {
    const bodies = { 'https://forum.example/': page(LINK) };
    const { candidates } = await placesOf(bodies).test({ address: 'https://forum.example/' });
    expect(candidates).toMatchObject([
      { ok: false, error: { code: 'not-found' }, itemCount: 0, sample: [] },
    ]);
  });
});

describe('a place that is recognised', () => {
  it('by its address is read by its own connector', async () => {
    const { candidates } = await placesOf({}).test({ address: 'https://github.com/acme/player' });
    expect(candidates).toMatchObject([
      {
        kind: 'github',
        params: { repository: 'acme/player' },
        found: 'The address is one of GitHub.',
        ok: false,
        error: { code: 'not-found' },
      },
    ]);
  });

  it('by the software that its page names is offered beside its feed', async () => {
    const head = `<meta name="generator" content="Discourse 3.5.0 - https://discourse.org">${LINK}`;
    const bodies = { 'https://forum.example/t/one': page(head), [FEED]: RSS };
    const asked = { address: 'https://forum.example/t/one', allowPrivate: true };
    const { candidates } = await placesOf(bodies).test(asked);
    expect(candidates.map(({ kind, params }) => [kind, params])).toEqual([
      ['discourse', { instance: 'https://forum.example', allowPrivate: true }],
      ['feed', { url: FEED, allowPrivate: true }],
    ]);
  });

  it('but switched off is not asked, and says what to do', async () => {
    const address = 'https://www.trustpilot.com/review/acme.example';
    const { candidates } = await placesOf({}).test({ address });
    expect(candidates).toMatchObject([
      { kind: 'trustpilot', ok: false, error: { code: 'switched-off' } },
    ]);
    expect(candidates[0]?.error?.message).toContain('"trustpilot" to listening.allow');
  });
});

describe('parameters of a kind', () => {
  it('are refused one by one when the connector does not read them', () => {
    const describe = () => placesOf({}).describe('feed', { url: 'gopher://a.example', extra: 1 });
    expect(describe).toThrow(BadParams);
    expect(describe).toThrow('url: must be a web address');
  });

  it('are tried as they are', async () => {
    const { candidates } = await placesOf({ [FEED]: RSS }).test({
      kind: 'feed',
      params: { url: FEED },
    });
    expect(candidates).toMatchObject([{ ok: true, matching: 1 }]);
  });
});
