import { SchedulerRegistry } from '@nestjs/schedule';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { triage } from '../../src/domain/triage.js';
import { TellingCron } from '../../src/pipeline/telling/telling.cron.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { openDatabase } from '../support/database.js';
import { header, MailServer } from '../support/mail-server.js';
import {
  addMonitor,
  addSource,
  addUser,
  hearAndRead,
  makeItem,
  makeSettings,
} from '../support/makers.js';
import { choose, rulesOf, toldOf } from '../support/notifications.js';

const { database } = await openDatabase();
const server = await MailServer.open();
const wait = { timeout: 15_000, interval: 50 };
const settings = {
  ...makeSettings(),
  mail: { from: 'Earshot <earshot@example.org>', timeoutMs: 5_000 },
  server: { ...makeSettings().server, publicUrl: 'https://earshot.example/' },
};

const crons: TellingCron[] = [];
beforeEach(() => vi.stubEnv('EARSHOT_SMTP_URL', `smtp://${server.host}`));
afterEach(async () => {
  await Promise.all(crons.splice(0).map((cron) => cron.onApplicationShutdown()));
  vi.unstubAllEnvs();
});
async function start(): Promise<void> {
  const cron = new TellingCron(new SchedulerRegistry(), database, settings);
  crons.push(cron);
  await cron.onApplicationBootstrap();
}

it('tells people of what triage finds, by e-mail too, once though several processes do it', async () => {
  const ann = await addUser(database, 'Ann');
  const ways = { low: ['app', 'mail'], middle: ['app', 'mail'], high: ['app', 'mail'] } as const;
  await choose(
    database,
    ann,
    rulesOf({ low: [...ways.low], middle: [...ways.middle], high: [...ways.high] }),
  );
  const monitor = await addMonitor(database);
  const source = await addSource(database);
  const now = new Date().toISOString();
  const [id] = await hearAndRead(
    database,
    { id: source.id, place: 'feed:forum.example', ownedByMonitorId: monitor.id },
    [makeItem({ title: 'Angry', text: 'I am angry about Apex #late', publishedAt: now })],
  );
  await new TriageStore(database).decide([id as string], (candidates) => triage(candidates, 50));
  await Promise.all([start(), start(), start()]);
  await vi.waitFor(() => expect(server.taken).not.toEqual([]), wait);
  const [mail] = server.taken;
  expect(mail?.to).toEqual(['Ann@example.org']);
  expect(header(mail?.raw ?? '', 'Subject')).toContain('Angry');
  expect(mail?.raw).toContain(`https://earshot.example/inbox/${id}`);
  expect(await toldOf(database)).toEqual([
    { userId: ann, event: `mention:${id}`, inApp: true, ways: ['mail'] },
  ]);
  await vi.waitFor(async () => {
    const messages = await database.query(
      'SELECT tries FROM outgoing_message WHERE sent_at IS NOT NULL',
    );
    expect(messages).toEqual([{ tries: 1 }]);
  }, wait);
  expect(server.taken).toHaveLength(1);
});

it('works without a mail server, too', async () => {
  vi.stubEnv('EARSHOT_SMTP_URL', '');
  await database.query('DELETE FROM notification');
  await database.query(`INSERT INTO mention_untold SELECT id FROM mention`);
  await start();
  await vi.waitFor(async () => expect(await toldOf(database)).toHaveLength(1), wait);
});
