import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeDatabase } from '../../src/store/database.js';
import { startEmbeddedPostgres } from '../../src/store/embedded/embedded.js';
import { PACKAGE_ROOT } from '../../src/settings/package-root.js';

const PROGRAM = join(PACKAGE_ROOT, 'dist', 'src', 'main.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Run {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts `earshot demo --once --json` of the built program on a data folder. */
export function demoOnce(dataDir: string, environment: Record<string, string> = {}): Run {
  if (!existsSync(PROGRAM)) throw new Error('build the program first: npm run build');
  const env = { ...process.env, EARSHOT_DATA_DIR: dataDir, EARSHOT_PORT: '0', ...environment };
  delete (env as Record<string, unknown>)['DATABASE_URL'];
  const child = spawn(process.execPath, [PROGRAM, 'demo', '--once', '--json'], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { process: child, ended };
}

/** The last line of a run that went well. */
export function counts({ code, stdout, stderr }: Ended): Record<string, number> {
  if (code !== 0) throw new Error(`the demo ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>;
}

/**
 * Everything in the database that must not depend on what happened on the way, as sorted
 * lines: mentions, readings and tasks with their members, by the places' own names and ids.
 */
export async function outcome(dataDir: string): Promise<string[]> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const database = await describeDatabase({ url: postgres.url, poolSize: 2 }).initialize();
  try {
    const rows = await database.query<{ line: string }[]>(
      `SELECT jsonb_build_array('mention', s.name, m.external_id, m.title, m.text, m.stage, m.status,
              a.handle, m.complaint, m.sentiment, m.topics, m.priority)::text AS line
         FROM mention m JOIN source s ON s.id = m.source_id LEFT JOIN author a ON a.id = m.author_id
       UNION ALL
       SELECT jsonb_build_array('reading', s.name, m.external_id, r.model, r.reading)::text
         FROM reading r JOIN mention m ON m.id = r.mention_id JOIN source s ON s.id = m.source_id
       UNION ALL
       SELECT jsonb_build_array('task', monitor.name, a.handle, t.topic, t.status, t.priority,
              (SELECT array_agg(m.external_id ORDER BY m.external_id) FROM mention m WHERE m.task_id = t.id))::text
         FROM task t JOIN monitor ON monitor.id = t.monitor_id LEFT JOIN author a ON a.id = t.author_id
       ORDER BY 1`,
    );
    return rows.map(({ line }) => line.replaceAll(/127\.0\.0\.1:\d+/g, 'replay'));
  } finally {
    await database.destroy();
    await postgres.stop();
  }
}
