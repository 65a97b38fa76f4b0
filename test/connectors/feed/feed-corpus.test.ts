import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PlaceError } from '../../../src/connectors/errors.js';
import { feedConnector } from '../../../src/connectors/feed/feed.connector.js';
import { differences, texts, type CorpusCase } from './feed-corpus-rules.js';

// Feeds with known answers and recorded replies lie beside the repository where Earshot is made;
// their licences do not let all of them lie in it. Without them, feed-parse.test.ts stands alone.
const DATA = new URL('../../../../shared/data/', import.meta.url);
const CORPUS = new URL('feeds/', DATA);
const RECORDED = new URL('sources/', DATA);

/** Share of the cases that must pass, optional ones left out. */
const LEAST_SHARE = 0.98;

function cases(): CorpusCase[] {
  const lines = readFileSync(new URL('expectations.jsonl', CORPUS), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as CorpusCase);
}

function parse({ file, baseUrl, contentType }: CorpusCase) {
  return feedConnector.parse({
    body: readFileSync(new URL(file, CORPUS)),
    url: baseUrl,
    contentType,
  });
}

async function faults(one: CorpusCase): Promise<string[]> {
  try {
    return differences(one, await parse(one));
  } catch (error) {
    return [messageOf(error)];
  }
}

/** An error that says what to do is a fine answer; any other is a fault. */
function messageOf(error: unknown): string {
  if (error instanceof PlaceError) return error.message;
  throw error;
}

const hasCorpus = existsSync(CORPUS);
const hasRecorded = existsSync(RECORDED);
if (!hasCorpus) process.stderr.write('\nNOT RUN: the corpus of feeds with known answers.\n\n');
if (!hasRecorded) process.stderr.write('\nNOT RUN: recorded feeds of real places.\n\n');

describe.runIf(hasCorpus)('corpus', () => {
  const all = hasCorpus ? cases() : [];
  const required = all.filter((one) => !one.hostile && !one.optional);
  const optional = all.filter((one) => one.optional);
  const hostile = all.filter((one) => one.hostile).map((one) => [one.name, one] as const);

  it('is read as its suites assert, but for a few cases', async () => {
    const failed: string[] = [];
    for (const one of required) {
      const found = await faults(one);
      if (found.length > 0) failed.push(`${one.name}: ${found.join('; ')}`);
    }
    const share = 1 - failed.length / required.length;
    let passedOptional = 0;
    for (const one of optional) if ((await faults(one)).length === 0) passedOptional++;
    process.stdout.write(
      `feed corpus: ${(share * 100).toFixed(1)} % of ${required.length} cases pass; ` +
        `of ${optional.length} optional ones ${passedOptional}\n`,
    );
    const allowed = Math.floor(required.length * (1 - LEAST_SHARE));
    expect(failed.slice(allowed)).toEqual([]);
  });

  it.each(hostile)('%s does no harm', { timeout: 3000 }, async (_name, one) => {
    const { maxField = Infinity, mustNotContain = '\0' } = one.hostile ?? {};
    const found = texts(await parse(one).catch(messageOf));
    const longest = found.reduce((most, { length }) => Math.max(most, length), 0);
    expect(longest).toBeLessThanOrEqual(maxField);
    expect(found.some((text) => text.includes(mustNotContain))).toBe(false);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

/** Recorded replies that are feeds, by folder. */
const REPLIES: readonly (readonly [folder: string, pattern: RegExp])[] = [
  ['feed', /\.(?:xml|json)$/],
  ['wordpress', /-(?:atom|feed)\.xml$/],
  ['reddit', /\.(?:xml|rss)$/],
  ['youtube', /^channel-feed.*\.xml$/],
  ['googlenews', /\.xml$/],
  ['forum-phpbb', /\.xml$/],
];

/** One recording ends with a post that its keepers made up, without a date. */
const UNDATED = new Map([['feed/jsonfeed-1.1.json', '2020-01-01T00:00:00.000Z']]);

function recordings([folder, pattern]: readonly [string, RegExp]): string[] {
  const files = readdirSync(new URL(`${folder}/`, RECORDED));
  return files.filter((file) => pattern.test(file)).map((file) => `${folder}/${file}`);
}

describe.runIf(hasRecorded)('recorded replies', () => {
  const files = hasRecorded ? REPLIES.flatMap(recordings) : [];

  it('are there', () => expect(files.length).toBeGreaterThan(10));

  it.each(files)('%s gives complete posts', async (file) => {
    const body = readFileSync(new URL(file, RECORDED));
    const { place, items } = await feedConnector.parse({ body });
    expect(place.title).toBeTruthy();
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      expect(item.externalId).not.toMatch(/^hash:/);
      expect(item.url).toMatch(/^https?:/);
      expect(item.publishedAt ?? UNDATED.get(file)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(`${item.title ?? ''}${item.text}`.trim()).not.toBe('');
      expect(item.text).not.toMatch(/^<\w|&(?:amp|nbsp|#\d+);/);
    }
  });
});
