import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadPlaces, type DemoPost } from '../../src/demo/place.js';
import { SHIPPED } from './replay-server.js';

const SETS = new URL('../../../shared/data/classification/', import.meta.url);
/** The demo must not show what the reader has learnt from, so of most sets only the dev part. */
const PARTS = { vader_amazon: ['train', 'dev'], cfpb_1k: ['dev'], uci_sentences: ['dev'] };

interface Row {
  readonly id: string;
  readonly text: string;
}

function recordings(): Map<string, string> {
  const rows = Object.entries(PARTS).flatMap(([set, parts]) =>
    parts.flatMap((part) =>
      gunzipSync(readFileSync(new URL(`${set}/${part}.jsonl.gz`, SETS)))
        .toString('utf8')
        .trim()
        .split('\n')
        .map((line): [string, string] => {
          const { id, text } = JSON.parse(line) as Row;
          return [`${set} ${id}`, text];
        }),
    ),
  );
  return new Map(rows);
}

/** "vader_amazon 5: 1-3,7" names the rows 5_1, 5_2, 5_3 and 5_7 of that set. */
function rowsOf(from: string): string[] {
  const [, review = '', sentences = ''] = /^(.*): (.*)$/.exec(from) ?? [];
  if (review === '') return [from];
  return sentences.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, n) => `${review}_${first + n}`);
  });
}

function isRecorded(
  { title, text, edits, from = '' }: DemoPost,
  texts: Map<string, string>,
): boolean {
  const [first = '', ...rest] = rowsOf(from).map((row) => texts.get(row) ?? `no ${row}`);
  const shown = (edits?.at(-1)?.text ?? text).replaceAll('\n\n', ' ');
  const whole = shown === [first, ...rest].join(' ');
  return whole || (title?.endsWith(first) === true && shown === rest.join(' '));
}

describe('the texts of the demo', () => {
  const posts = loadPlaces(SHIPPED).flatMap((place) => place.posts);

  it('say where they are from, but for the few that were written for it', () => {
    const made = posts.filter((post) => post.made);
    expect(made.map(({ id, by }) => [id, by])).toEqual([
      ['made-2', 'apex_support'],
      ['made-1', 'apex_support'],
      ['made-3', 'creative_care'],
    ]);
    expect(posts.filter(({ from }) => from).length).toBe(posts.length - made.length);
  });

  it('give one author to all posts of one review, and never one to two', () => {
    const reviewOf = ({ id }: DemoPost): string => id.replace(/^([a-z]+-\d+)-\d+$/, '$1');
    const recorded = posts.filter((post) => !post.made);
    const pairs = new Set(recorded.map((post) => `${reviewOf(post)} ${post.by}`));
    expect(pairs.size).toBe(new Set(recorded.map(reviewOf)).size);
    expect(pairs.size).toBe(new Set(recorded.map(({ by }) => by)).size);
  });

  if (existsSync(SETS))
    it('are word for word the rows that they name', () => {
      const texts = recordings();
      const wrong = posts.filter((post) => !post.made && !isRecorded(post, texts));
      expect(wrong.map(({ id }) => id)).toEqual([]);
    });
  else
    it('were NOT compared with the recordings: the labelled sets are not beside this checkout', () => {
      process.stderr.write('NOT RUN: "are word for word the rows that they name"\n');
      expect(posts.length).toBeGreaterThan(500);
    });
});
