import { AdminSourcesStore } from '../../src/store/admin-sources.store.js';
import { BackfillEntity } from '../../src/store/entities/backfill.entity.js';
import { BudgetEntity } from '../../src/store/entities/budget.entity.js';
import { CoverageEntity } from '../../src/store/entities/coverage.entity.js';
import { HostEntity } from '../../src/store/entities/host.entity.js';
import { NoticeEntity } from '../../src/store/entities/notice.entity.js';
import type { SourceEntity } from '../../src/store/entities/source.entity.js';
import type { TestApi } from '../support/api.js';
import { unlocked } from '../support/database.js';

const HOUR_MS = 3_600_000;
export const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * HOUR_MS);
const hour = (ago: number): Date =>
  new Date(Math.floor(hoursAgo(ago).getTime() / HOUR_MS) * HOUR_MS);

export interface SourcesWorld {
  readonly healthy: SourceEntity;
  readonly blocked: SourceEntity;
  readonly bell: SourceEntity;
}

/** A week in which one place was heard, one went wrong, one was paused, and one sends by itself. */
export async function makeSourcesWorld({ make, database }: TestApi): Promise<SourcesWorld> {
  const monitor = await make.monitor({ name: 'Apex' });
  const week = {
    createdAt: hoursAgo(24 * 30),
    lastPolledAt: hoursAgo(0.1),
    nextPollAt: hoursAgo(-0.15),
  };
  const healthy = await make.source({
    ...week,
    name: 'Town talk',
    host: 'town.example',
    lastAnsweredAt: hoursAgo(0.1),
    lastItemAt: hoursAgo(0.5),
    state: 'answering',
    stateSince: hoursAgo(70),
    movedTo: 'https://talk.town.example/feed',
    movedSeen: 2,
    movedSince: hoursAgo(5),
  });
  const blocked = await make.source({
    ...week,
    name: 'Closed garden forum',
    kind: 'town-forum',
    host: 'garden.example',
    params: { query: 'apex', pages: 3, tags: ['player', 'support'] },
    lastAnsweredAt: hoursAgo(9),
    lastItemAt: hoursAgo(10),
    failures: 7,
    lastErrorCode: 'blocked',
    lastError: 'The place refuses us (403). Look at its terms, or ask it for access.',
    state: 'blocked',
    stateSince: hoursAgo(8.5),
  });
  const paused = await make.source({ ...week, name: 'Old market square' });
  const userId = (await make.user()).id;
  await new AdminSourcesStore(database).change(paused.id, { enabled: false }, userId);
  await unlocked(database, `UPDATE audit_entry SET at = $1 WHERE subject_id = $2`, [
    hoursAgo(40),
    paused.id,
  ]);
  const bell = await make.source({
    name: 'Support desk hook',
    kind: 'bell',
    host: 'bell',
    params: { name: 'desk' },
    lastItemAt: hoursAgo(2),
  });
  await cover(database, healthy.id, blocked.id, paused.id);
  for (const ago of [0.1, 0.35, 0.6, 0.85])
    await make.poll({ sourceId: healthy.id, at: hoursAgo(ago), stored: 1 });
  await make.poll({ sourceId: healthy.id, at: hoursAgo(1.1), outcome: 'not-modified', items: 0 });
  await make.poll({
    sourceId: blocked.id,
    at: hoursAgo(0.1),
    outcome: 'failed',
    items: 0,
    error: 'The place refuses us (403). Look at its terms, or ask it for access.',
  });
  for (const minutes of [4, 9, 50])
    await make.mention({
      sourceId: healthy.id,
      monitorIds: [monitor.id],
      publishedAt: hoursAgo(20),
      fetchableAt: new Date(hoursAgo(20).getTime() + 20_000),
      fetchedAt: new Date(hoursAgo(20).getTime() + minutes * 60_000),
      actionableAt: new Date(hoursAgo(20).getTime() + minutes * 60_000 + 4_000),
    });
  await database
    .getRepository(HostEntity)
    .save({ host: 'garden.example', spacingMs: 1000, pausedUntil: hoursAgo(-2) });
  await database
    .getRepository(BudgetEntity)
    .save({ name: 'town-forum.search', used: 412, periodStart: hoursAgo(8) });
  await database.getRepository(BackfillEntity).save({
    sourceId: healthy.id,
    since: hoursAgo(24 * 90),
    status: 'done',
    pages: 12,
    items: 240,
    matched: 9,
    stored: 9,
    oldestAt: hoursAgo(24 * 90),
  });
  await database.getRepository(NoticeEntity).save([
    {
      sourceId: healthy.id,
      fromState: 'failing',
      toState: 'answering',
      reason: 'It answers again; the newest post is 2 hours old.',
      at: hoursAgo(70),
    },
    {
      sourceId: blocked.id,
      fromState: 'answering',
      toState: 'blocked',
      reason: 'The last 2 polls failed: The place refuses us (403).',
      at: hoursAgo(8.5),
    },
  ]);
  return { healthy, blocked, bell };
}

async function cover(
  database: TestApi['database'],
  healthy: string,
  blocked: string,
  paused: string,
): Promise<void> {
  const rows: Partial<CoverageEntity>[] = [];
  for (let ago = 0; ago < 168; ago++) {
    const lost = ago >= 30 && ago < 36;
    rows.push({
      sourceId: healthy,
      hour: hour(ago),
      observedSeconds: lost ? 0 : ago === 36 ? 1500 : 3600,
      recoveredSeconds: lost && ago < 33 ? 3600 : 0,
      polls: 4,
      failedPolls: lost ? 4 : 0,
      told: 20,
      seen: lost ? 18 : 20,
    });
    if (ago > 8) rows.push({ sourceId: blocked, hour: hour(ago), observedSeconds: 3600, polls: 4 });
    if (ago > 40) rows.push({ sourceId: paused, hour: hour(ago), observedSeconds: 3600, polls: 4 });
  }
  await database.getRepository(CoverageEntity).save(rows, { chunk: 200 });
}
