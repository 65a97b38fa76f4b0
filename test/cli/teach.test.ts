import { beforeEach, describe, expect, it } from 'vitest';
import { teachCommand } from '../../src/cli/teach.js';
import { TeachingRunsStore, type Claim } from '../../src/store/teaching-runs.store.js';
import type { DataSource } from '../../src/store/database.js';
import { contextOf } from '../support/cli.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();
const runs = new TeachingRunsStore(database);
beforeEach(() => database.query('TRUNCATE teaching_run'));

async function teach(on: DataSource, ...argv: string[]): Promise<string> {
  const lines: string[] = [];
  const command = teachCommand(contextOf(on), (line) => void lines.push(line));
  await command.exitOverride().parseAsync(argv, { from: 'user' });
  return lines.join('\n');
}

describe('earshot teach', () => {
  it('says of each task what came of it', async () => {
    expect(await teach(database)).toContain(
      'complaint: about 40 more corrections until the first lesson',
    );
    expect(await runs.latest()).toMatchObject({ by: 'Earshot', error: null, progress: 1 });
    const json = JSON.parse(await teach(database, '--json')) as { task: string; modelId: null }[];
    expect(json.find(({ task }) => task === 'sentiment')).toMatchObject({ modelId: null });
  });

  it('waits for the process that has begun it, and ends as that does', async () => {
    await runs.askForNight('2026-03-01');
    const claim = (await runs.claim(60)) as Claim;
    const looks = watched(database);
    const ended = teach(looks.database).catch((error: unknown) => error);
    await looks.first;
    await runs.end(claim, 'out of memory');
    expect(await ended).toMatchObject({ message: 'out of memory' });
  });
});

/** The same database, which tells when somebody first looks how far the run is. */
function watched(open: DataSource): { database: DataSource; first: Promise<void> } {
  let tell: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (tell = resolve));
  const query = (sql: string, params?: unknown[]): Promise<unknown> => {
    if (sql.includes('AS running')) tell();
    return open.query(sql, params);
  };
  const database = new Proxy(open, {
    get: (target, name): unknown => {
      if (name === 'query') return query;
      const found: unknown = Reflect.get(target, name, target);
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
  });
  return { database, first };
}
