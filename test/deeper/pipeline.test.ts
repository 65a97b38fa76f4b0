import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { doctorCommand } from '../../src/cli/doctor.js';
import { deepened, DEEPER_KEY, openDeeper } from '../../src/pipeline/deeper-reader.js';
import { ReadStep } from '../../src/pipeline/read.step.js';
import { loadSettings, SettingsError } from '../../src/settings/load.js';
import { DeeperStore } from '../../src/store/deeper.store.js';
import { MentionsStore } from '../../src/store/mentions.store.js';
import { ReadingsStore } from '../../src/store/readings.store.js';
import { contextOf } from '../support/cli.js';
import { openDatabase } from '../support/database.js';
import { Records } from '../support/records.js';
import { openBus } from '../pipeline/bus.js';
import { LoopbackModels } from './loopback-models.js';
import { SameReader } from './deeper.world.js';

const { database, url } = await openDatabase();
const server = await LoopbackModels.start();
const make = new Records(database);
const mentions = new MentionsStore(database);
const folder = mkdtempSync(join(tmpdir(), 'earshot-deeper-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => server.reset());
afterEach(() => vi.unstubAllEnvs());

const settingsWith = (deeper: object) => {
  const defaults = loadSettings({});
  return { ...defaults, deeper: { ...defaults.deeper, ...deeper } };
};
const on = settingsWith({ url: server.url, model: 'tiny', requestsPerDay: 2 });

describe('a page of mentions', () => {
  it('has what the deeper model decided, within the budget of the day, and counts it', async () => {
    vi.stubEnv(DEEPER_KEY, 'k-env');
    server.says = () => JSON.stringify({ complaint: { label: 'complaint', quote: 'Apex' } });
    const [source, monitor] = [await make.source(), await make.monitor()];
    const ids: string[] = [];
    for (const text of ['Apex one', 'Apex two', 'Apex three']) {
      const at = { sourceId: source.id, monitorIds: [monitor.id] };
      ids.push((await make.mention({ ...at, text, stage: 'new' })).id);
    }
    const bus = await openBus(url);
    const reader = deepened(new SameReader(), on, database);
    const step = new ReadStep(mentions, new ReadingsStore(database), bus, reader, on);
    await step.handle({ mentionIds: ids });
    await bus.close();
    const rows = await database.query<{ model: string; label: string; quote: string | null }[]>(
      `SELECT model, reading #>> '{complaint,label}' AS label, reading #>> '{evidence,0,quote}' AS quote
         FROM reading ORDER BY label, mention_id`,
    );
    const model = 'linear-2+abcd1234+complaint:tiny+t7';
    expect(rows).toEqual([
      { model, label: 'complaint', quote: 'Apex' },
      { model, label: 'complaint', quote: 'Apex' },
      { model: 'linear-2+abcd1234+t7', label: 'unsure', quote: null },
    ]);
    const store = new DeeperStore(database);
    expect((await store.sums('tiny')).reading.ends).toMatchObject({ decided: 2, refused: 1 });
    expect(await store.used()).toEqual({ requests: 2, tokens: 200 });
    expect(server.questions[0]?.headers.authorization).toBe('Bearer k-env');
  });

  it('is read as ever while there is no deeper model', () => {
    const reader = new SameReader();
    expect(deepened(reader, loadSettings({}), database)).toBe(reader);
    expect(openDeeper(loadSettings({}), database)).toBeNull();
  });
});

describe('the settings', () => {
  const load = (deeper: object): (() => unknown) => {
    const file = join(folder, 'own.yaml');
    writeFileSync(file, JSON.stringify({ deeper }));
    return () => loadSettings({ EARSHOT_CONFIG: file });
  };

  it.each([
    [{ url: 'http://localhost:11434' }, 'deeper.model: must be set where deeper.url is'],
    [{ url: 'ftp://localhost', model: 'tiny' }, 'deeper.url'],
    [{ url: 'http://me:secret@localhost', model: 'tiny' }, 'EARSHOT_DEEPER_KEY'],
    [{ url: 'http://localhost/?key=1', model: 'tiny' }, 'EARSHOT_DEEPER_KEY'],
  ])('refuse %j', (deeper, message) => {
    expect(load(deeper)).toThrow(SettingsError);
    expect(load(deeper)).toThrow(message);
  });

  it('take a server with its model', () => {
    expect(load({ url: 'https://models.example/llm', model: 'tiny' })).not.toThrow();
  });
});

describe('the doctor', () => {
  const examined = async (deeper: object) => {
    const context = await contextOf(database)();
    const written: string[] = [];
    const settings = { ...settingsWith(deeper), dataDir: folder };
    const command = doctorCommand(
      () => Promise.resolve({ ...context, settings }),
      (line) => written.push(line),
    );
    await command.parseAsync(['--json'], { from: 'user' });
    process.exitCode = undefined;
    const findings = JSON.parse(written.join('')) as { what: string }[];
    return findings.find(({ what }) => what === 'deeper model');
  };

  it('says whether the model server answers', async () => {
    expect(await examined({})).toMatchObject({ ok: true, detail: 'off' });
    const { host } = new URL(server.url);
    const on = { url: server.url, model: 'tiny' };
    expect(await examined(on)).toMatchObject({ ok: true, detail: `${host} answers, with tiny` });
    const gone = { url: 'http://127.0.0.1:9', model: 'tiny' };
    expect(await examined(gone)).toMatchObject({ ok: false });
  });
});
