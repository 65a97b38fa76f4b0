import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportCommand } from '../../src/cli/export.js';
import { contextOf } from '../support/cli.js';
import { openDatabase } from '../support/database.js';
import { indexWords, Records } from '../support/records.js';

const { database } = await openDatabase();
const make = new Records(database);
const folder = mkdtempSync(join(tmpdir(), 'earshot-export-'));
afterAll(() => rmSync(folder, { recursive: true }));
const MANY = 1_203;

beforeAll(async () => {
  const monitor = await make.monitor({ name: 'Apex' });
  const source = await make.source({ name: 'Forum' });
  const author = await make.author({ handle: '@cmd' });
  const base = { sourceId: source.id, monitorIds: [monitor.id] };
  const first = await make.mention({
    ...base,
    externalId: 'first',
    authorId: author.id,
    title: '=HYPERLINK("https://evil.example")',
    text: 'line one\nline "two", with, commas 😀',
    rating: -1,
    complaint: 'complaint',
    topics: ['late', 'breakdown'],
    publishedAt: new Date('2026-01-02T03:04:05.678Z'),
    priority: 70,
  });
  await make.reading(first.id);
  await database.query(
    `INSERT INTO mention (source_id, external_id, monitor_ids, matched_because, text, content_hash, occurred_at)
     SELECT $1, 'more' || n, ARRAY[$2::bigint], ARRAY['why'], '+1 for post ' || n, 'h', now() FROM generate_series(1, $3::int) n`,
    [source.id, monitor.id, MANY - 1],
  );
  await indexWords(database);
});

async function exported(...argv: string[]): Promise<string> {
  const file = join(folder, 'out');
  const command = exportCommand(contextOf(database)).exitOverride();
  command.configureOutput({ writeErr: () => undefined });
  await command.parseAsync([...argv, '--out', file], { from: 'user' });
  return readFileSync(file, 'utf8');
}
const rowsOf = (jsonLines: string) =>
  jsonLines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('earshot export', () => {
  it('writes every mention once, over many pages, as CSV that other programs read', async () => {
    const rows: Record<string, string>[] = parse(await exported(), { columns: true });
    expect(rows).toHaveLength(MANY);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(MANY);
    expect(rows.find(({ externalId }) => externalId === 'first')).toMatchObject({
      source: 'Forum',
      text: 'line one\nline "two", with, commas 😀',
      publishedAt: '2026-01-02T03:04:05.678Z',
      monitors: 'Apex',
      complaint: 'complaint',
      topics: 'late | breakdown',
      corrected: 'false',
      priority: '70',
      model: 'test-1',
      language: '',
    });
  });

  it('lets no post become a formula', async () => {
    const rows: Record<string, string>[] = parse(await exported(), { columns: true });
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells).toContain(`'=HYPERLINK("https://evil.example")`);
    expect(cells).toContain(`'@cmd`);
    expect(cells).toContain(`'+1 for post 7`);
    // A number is no formula, and stays one.
    expect(cells).toContain('-1');
    expect(cells.filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([]);
  });

  it('writes JSON Lines as they are', async () => {
    const rows = rowsOf(await exported('--format', 'jsonl'));
    expect(rows).toHaveLength(MANY);
    expect(rows[0]).toMatchObject({
      title: '=HYPERLINK("https://evil.example")',
      author: '@cmd',
      rating: -1,
      topics: ['late', 'breakdown'],
      corrected: false,
      priority: 70,
    });
    expect(rows[1]).toMatchObject({ title: null, complaint: null, priority: null, model: null });
  });

  it('takes the filters of the API', async () => {
    expect(rowsOf(await exported('--json', '--complaint', 'complaint'))).toHaveLength(1);
    expect(rowsOf(await exported('--json', '--q', 'post 777'))).toHaveLength(1);
    await expect(exported('--status', 'lost')).rejects.toThrow('--status');
    await expect(exported('--format', 'xml')).rejects.toThrow('choices');
  });

  it('has help with an example', () => {
    let help = '';
    exportCommand(contextOf(database))
      .configureOutput({ writeOut: (text) => (help += text) })
      .outputHelp();
    expect(help).toMatch(/Example:\n {2}earshot export/);
  });
});
