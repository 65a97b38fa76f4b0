import { describe, expect, it, vi } from 'vitest';
import { Health, OperationView } from '../../src/api/views.js';
import { QUEUE_NAMES, type QueueName } from '../../src/queue/queues.js';
import { GiveUp, type Step } from '../../src/queue/step.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, bus } = api;
const operator = await api.as('on-call');
const within = { timeout: 20_000, interval: 20 };

/** Refuses every job until it is told otherwise. */
class Stubborn implements Step {
  refuses = true;
  done = 0;
  constructor(readonly queue: QueueName) {}
  handle(): Promise<void> {
    if (this.refuses) throw new GiveUp('the place is gone');
    this.done += 1;
    return Promise.resolve();
  }
}

describe('operation', () => {
  it('shows the queues and the dead letters, and tries one again', async () => {
    const steps = QUEUE_NAMES.map((name) => new Stubborn(name));
    await bus.work(steps);
    await bus.add('poll', { sourceId: '7' }, 'poll-7');
    const show = () => operator.get(OperationView, '/operation');
    await vi.waitFor(async () => expect((await show()).deadLetters).toHaveLength(1), within);
    const { backend, queues, deadLetters } = await show();
    expect(backend).toBe('postgres');
    expect(queues.map(({ name }) => name)).toEqual([...QUEUE_NAMES]);
    expect(queues.find(({ name }) => name === 'poll')?.dead).toBe(1);
    expect(deadLetters[0]).toMatchObject({
      queue: 'poll',
      error: 'the place is gone',
      payload: { sourceId: '7' },
    });
    for (const step of steps) step.refuses = false;
    const retry = `/api/v1/operation/dead/poll/${deadLetters[0]?.id}/retry`;
    expect((await operator.send('POST', retry)).status).toBe(204);
    await vi.waitFor(() => expect(steps[0]?.done).toBe(1), within);
    await vi.waitFor(async () => expect((await show()).deadLetters).toEqual([]), within);
    expect((await operator.send('POST', retry)).status).toBe(404);
  });

  it('knows no other queue', async () => {
    const answer = await operator.send('POST', '/api/v1/operation/dead/mail/1/retry');
    expect(answer.status).toBe(400);
  });
});

describe('health', () => {
  it('is there for whoever watches', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const answer = await api.anyone.send('GET', path);
      expect(answer.status).toBe(200);
      expect(Health.parse(answer.json).status).toBe('ok');
    }
  });
});

describe('metrics', () => {
  it('count, and name nobody', async () => {
    const monitor = await make.monitor({ name: 'SecretBrand' });
    const source = await make.source({ name: 'SecretForum' });
    await make.mention({ sourceId: source.id, monitorIds: [monitor.id], status: 'doing' });
    await make.mention({ sourceId: source.id, monitorIds: [monitor.id], stage: 'new' });
    await make.task({ monitorId: monitor.id });
    const { text, headers, status } = await api.anyone.send('GET', '/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('earshot_mentions{status="doing"} 1');
    expect(text).toContain('earshot_mentions{status="in-pipeline"} 1');
    expect(text).toContain('earshot_tasks{status="open"} 1');
    expect(text).toContain('earshot_sources{state="never-tried"} 1');
    expect(text).toContain('earshot_jobs{queue="read",state="waiting"} 0');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain('Secret');
  });
});

it('is not ready without its database', async () => {
  await api.database.destroy();
  const answer = await api.anyone.send('GET', '/health/ready');
  expect(answer.status).toBe(503);
  expect(Health.parse(answer.json).parts).toEqual({ database: 'does not answer' });
  expect((await api.anyone.send('GET', '/health/live')).status).toBe(200);
  await api.database.initialize();
  expect((await api.anyone.send('GET', '/health/ready')).status).toBe(200);
});
