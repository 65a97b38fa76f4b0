import type { DataSource } from '../../src/store/database.js';
import { wordsAround } from './inbox-words.js';

const TIMES = 5;

/** The statements that one writes first: pages by OFFSET, words by ILIKE. Medians in milliseconds. */
export async function straightforwardMs(
  database: DataSource,
  words: readonly string[],
): Promise<{ list: number; search: number }> {
  const [word = ''] = wordsAround(words, 0.00001, 1);
  return {
    list: await median(() =>
      database.query(
        `SELECT m.*, s.name, a.handle FROM mention m JOIN source s ON s.id = m.source_id LEFT JOIN author a ON a.id = m.author_id
          WHERE m.complaint = 'complaint' ORDER BY m.priority DESC, m.occurred_at DESC OFFSET 10000 LIMIT 50`,
      ),
    ),
    search: await median(() =>
      database.query(
        `SELECT m.*, s.name FROM mention m JOIN source s ON s.id = m.source_id
          WHERE m.text ILIKE $1 ORDER BY m.priority DESC LIMIT 50`,
        [`%${word}%`],
      ),
    ),
  };
}

async function median(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < TIMES; n += 1) {
    const begun = performance.now();
    await run();
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  return Number((times[Math.floor(TIMES / 2)] ?? 0).toFixed(1));
}
