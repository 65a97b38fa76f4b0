import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CheckView, MentionDetail } from '../../src/api/views.js';
import type { MentionEntity } from '../../src/store/entities/mention.entity.js';
import { RechecksStore, type Judged } from '../../src/store/rechecks.store.js';
import { startApi } from '../support/api.js';
import { EventStream } from '../support/event-stream.js';

const api = await startApi();
const { make, database } = api;
const ann = await api.as('community-manager');
const reader = await api.as('read-only');
const monitor = await make.monitor();
const rechecks = new RechecksStore(database);

let mention: MentionEntity;
let sourceId: string;
beforeEach(async () => {
  await database.query('TRUNCATE source, mention CASCADE');
  ({ id: sourceId } = await make.source({ kind: 'town-forum' }));
  mention = await post();
});

const post = (given: Partial<MentionEntity> = {}) =>
  make.mention({
    sourceId,
    monitorIds: [monitor.id],
    fetchedAt: new Date('2026-03-01T10:00:00Z'),
    ...given,
  });
const check = (id = mention.id) => ann.ask(CheckView, 'POST', `/mentions/${id}/check`);
const now = async () => (await ann.get(MentionDetail, `/mentions/${mention.id}`)).liveness;
const jobs = async () =>
  (await api.bus.overview()).find(({ name }) => name === 'recheck')?.waiting ?? 0;
const told = (given: Partial<Judged>): Promise<string[]> =>
  rechecks.conclude([
    {
      id: mention.id,
      look: 'there',
      why: null,
      gone: false,
      missedAt: null,
      recheckAt: null,
      ...given,
    },
  ]);

describe('asking whether a post still stands', () => {
  it('puts the look in front of all others of its place, and says so until it is back', async () => {
    const waiting = await post({ recheckAt: new Date('2026-01-01T00:00:00Z') });
    const before = await jobs();
    const answer = await check();
    expect(answer.answer).toBe('asked');
    expect(answer.liveness.asked?.by?.name).toBe(ann.user.name);
    expect(answer.liveness.look).toBeNull();
    expect(answer.liveness.lastSeenAt).toBe('2026-03-01T10:00:00.000Z');
    expect(await jobs()).toBe(before + 1);
    expect((await rechecks.claim(sourceId, 1, 60)).map(({ id }) => id)).toEqual([mention.id]);
    expect((await rechecks.claim(sourceId, 1, 60)).map(({ id }) => id)).toEqual([waiting.id]);
    await told({ look: 'there' });
    const liveness = await now();
    expect(liveness).toMatchObject({ asked: null, look: { outcome: 'there', why: null } });
    expect(liveness.lastSeenAt).toBe(liveness.look?.at);
  });

  it('is told to whoever has it open, when it is asked and when it is known', async () => {
    const stream = await EventStream.open(`${api.url}/api/v1/events`, ann.headers());
    const times = () =>
      stream.events('change').filter((event) => JSON.stringify(event).includes(`"${mention.id}"`))
        .length;
    await vi.waitFor(() => expect(stream.text).toContain('listening'));
    await check();
    await vi.waitFor(() => expect(times()).toBe(1));
    await told({ look: 'untold', why: 'the place answered 500' });
    await vi.waitFor(() => expect(times()).toBe(2));
    stream.close();
    expect(await now()).toMatchObject({
      lastSeenAt: '2026-03-01T10:00:00.000Z',
      look: { outcome: 'untold', why: 'the place answered 500' },
    });
  });

  it('says that it was missed, and when it is looked up again', async () => {
    await check();
    const recheckAt = new Date(Date.now() + 3_600_000);
    const missedAt = new Date();
    await told({ look: 'missing', missedAt, recheckAt });
    expect(await now()).toMatchObject({
      missedAt: missedAt.toISOString(),
      nextAt: recheckAt.toISOString(),
      look: { outcome: 'missing' },
    });
  });

  it('brings back what was taken for gone and stands, and ends the looks at what does not', async () => {
    await database.query('UPDATE mention SET gone_at = now() WHERE id = $1', [mention.id]);
    await check();
    await told({ look: 'missing', missedAt: new Date(), recheckAt: new Date() });
    const lost = await ann.get(MentionDetail, `/mentions/${mention.id}`);
    expect(lost.goneAt).not.toBeNull();
    expect(lost.liveness).toMatchObject({ missedAt: null, nextAt: null, asked: null });
    await check();
    expect(await told({ look: 'there' })).toEqual([mention.id]);
    const back = await ann.get(MentionDetail, `/mentions/${mention.id}`);
    expect(back.goneAt).toBeNull();
  });
});

describe('a place that cannot tell', () => {
  it('is not asked: its kind cannot look posts up, its source is paused, nothing is left', async () => {
    const plain = await make.source({ kind: 'feed' });
    const { id: ofFeed } = await post({ sourceId: plain.id });
    expect((await check(ofFeed)).answer).toBe('cannot');
    await database.query('UPDATE source SET enabled = false WHERE id = $1', [sourceId]);
    expect(await check()).toMatchObject({
      answer: 'paused',
      liveness: { paused: true, asked: null },
    });
    await database.query('UPDATE source SET enabled = true');
    await database.query('UPDATE mention SET erased_at = now(), gone_at = now() WHERE id = $1', [
      mention.id,
    ]);
    expect((await check()).answer).toBe('erased');
    const rows = await database.query<object[]>('SELECT FROM mention WHERE recheck_at IS NOT NULL');
    expect(rows).toEqual([]);
    expect((await ann.send('POST', '/api/v1/mentions/999999/check')).status).toBe(404);
  });

  it('and those who only read do not ask', async () => {
    const answer = await reader.send('POST', `/api/v1/mentions/${mention.id}/check`);
    expect(answer.status).toBe(403);
  });
});
