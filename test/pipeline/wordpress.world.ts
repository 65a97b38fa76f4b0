import { SchedulerRegistry } from '@nestjs/schedule';
import { afterAll, vi } from 'vitest';
import { PoliteHttp, userAgent } from '../../src/connectors/http.js';
import { PollStep } from '../../src/pipeline/poll.step.js';
import { ReadStep } from '../../src/pipeline/read.step.js';
import { RecheckStep } from '../../src/pipeline/upkeep/recheck.step.js';
import { ScheduleCron } from '../../src/pipeline/schedule.cron.js';
import { TriageStep } from '../../src/pipeline/triage.step.js';
import type { DataSource } from '../../src/store/database.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { MonitorsStore } from '../../src/store/monitors.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import { RechecksStore } from '../../src/store/rechecks.store.js';
import { SourcesStore } from '../../src/store/sources.store.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { addMonitor, addSource, makeSettings, WordReader } from '../support/makers.js';
import { openDatabase } from '../support/database.js';
import { outsideOf } from '../support/outside.js';
import { idle, openBus } from './bus.js';

const STEPS = ['poll', 'read', 'triage', 'recheck'] as const;
const WAIT = { timeout: 60_000, interval: 100 };

/** An Earshot of all steps that listens to one WordPress site: by its interface and by its feeds. */
export class WordPressWorld {
  private constructor(
    readonly database: DataSource,
    private readonly cron: ScheduleCron,
    private readonly left: () => Promise<number>,
  ) {}

  static async open(): Promise<WordPressWorld> {
    const { database, url } = await openDatabase();
    const bus = await openBus(url);
    const http = new PoliteHttp({ userAgent: userAgent('0', 'https://earshot.example') });
    afterAll(async () => {
      await bus.close();
      await http.close();
    });
    const settings = makeSettings({ schedule: { perHost: 3 } });
    const [sources, monitors] = [new SourcesStore(database), new MonitorsStore(database)];
    const [mentions, rechecks] = [new MentionsStore(database), new RechecksStore(database)];
    const outside = outsideOf(http);
    await bus.work([
      new PollStep(database, sources, monitors, mentions, bus, outside, settings),
      new ReadStep(mentions, new ReadingsStore(database), bus, new WordReader(), settings),
      new TriageStep(new TriageStore(database), settings),
      new RecheckStep(database, sources, monitors, mentions, rechecks, bus, outside, settings),
      ...idle(...STEPS),
    ]);
    const cron = new ScheduleCron(
      new SchedulerRegistry(),
      sources,
      mentions,
      rechecks,
      bus,
      settings,
    );
    const left = async (): Promise<number> =>
      (await bus.overview()).reduce((all, it) => all + it.waiting + it.active + it.delayed, 0);
    await addMonitor(database);
    return new WordPressWorld(database, cron, left);
  }

  /** Listens to the site as `rest` (which erases what is gone), and to its feeds as `posts` and `comments`. */
  async listenTo(site: string): Promise<void> {
    const add = (name: string, kind: string, path: string, more: object): Promise<unknown> =>
      addSource(this.database, {
        kind,
        name,
        locator: `${site}${path}`,
        host: new URL(site).host,
        params: { url: `${site}${path}`, allowPrivate: true, ...more },
        eraseWhenGone: kind === 'wordpress',
      });
    await add('rest', 'wordpress', '/', { what: 'both' });
    await add('posts', 'feed', '/feed/', {});
    await add('comments', 'feed', '/comments/feed/', {});
  }

  async pollAll(): Promise<void> {
    await this.database.query('UPDATE source SET next_poll_at = now()');
    await vi.waitFor(async () => {
      await this.cron.claim();
      await this.settled('SELECT FROM source WHERE next_poll_at <= now()');
    }, WAIT);
    const failed = await this.lines('SELECT last_error AS line FROM source WHERE failures > 0');
    if (failed.length > 0) throw new Error(`polls failed: ${failed.join('; ')}`);
  }

  /** Moves the plan's clock: every look still to come is due, every miss an hour old. */
  async lookAgain(): Promise<void> {
    await this.database.query(
      `UPDATE mention SET recheck_at = now(), missed_at = missed_at - interval '61 minutes'
        WHERE recheck_at IS NOT NULL`,
    );
    await vi.waitFor(async () => {
      await this.cron.recheck();
      await this.settled('SELECT FROM mention WHERE recheck_at <= now()');
    }, WAIT);
  }

  private async settled(due: string): Promise<void> {
    if ((await this.left()) > 0) throw new Error('jobs are left');
    const busy = await this.database.query<unknown[]>(
      `SELECT FROM mention WHERE stage <> 'triaged'
       UNION ALL SELECT FROM source WHERE claimed_until IS NOT NULL UNION ALL ${due}`,
    );
    if (busy.length > 0) throw new Error('not everything is done');
  }

  async texts(source: string): Promise<Record<string, string>> {
    const rows = await this.database.query<{ id: string; text: string }[]>(
      `SELECT external_id AS id, text FROM mention JOIN source ON source.id = source_id WHERE name = $1`,
      [source],
    );
    return Object.fromEntries(rows.map(({ id, text }) => [id, text]));
  }

  gone(): Promise<string[]> {
    return this.lines(
      `SELECT name || ' ' || external_id || CASE WHEN erased_at IS NULL THEN '' ELSE ' erased' END AS line
         FROM mention JOIN source ON source.id = source_id WHERE gone_at IS NOT NULL`,
    );
  }

  /** What stood there before its edits. */
  revisions(): Promise<string[]> {
    return this.lines(
      `SELECT name || ' ' || r.text AS line FROM mention_revision r
         JOIN mention ON mention.id = mention_id JOIN source ON source.id = source_id`,
    );
  }

  async lines(sql: string): Promise<string[]> {
    const rows = await this.database.query<{ line: string }[]>(sql);
    return rows.map(({ line }) => line).sort();
  }
}
