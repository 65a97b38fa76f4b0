import 'reflect-metadata';
import { Module, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll } from 'vitest';
import { ApiModule } from '../../src/api/api.module.js';
import { configureHttp } from '../../src/api/http.js';
import { HEARTBEAT_MS } from '../../src/api/operation/events.controller.js';
import { HUB_LISTENER, RECEIVER } from '../../src/api/intake/receiver.js';
import { PLACES } from '../../src/api/places.js';
import { SHIPPED } from '../../src/api/teaching/shipped.js';
import { TAXONOMY_FILE } from '../../src/api/taxonomy.js';
import type { Taxonomy, Topic } from '../../src/domain/taxonomy.js';
import { PoliteHttp } from '../../src/connectors/http.js';
import { Receive } from '../../src/pipeline/intake/receive.js';
import { Subscriptions } from '../../src/pipeline/intake/subscriptions.js';
import type { Role } from '../../src/domain/work.js';
import { postgresBackend } from '../../src/queue/backend.js';
import { Bus } from '../../src/queue/bus.js';
import { loadSettings } from '../../src/settings/load.js';
import type { Settings } from '../../src/settings/schema.js';
import { SETTINGS } from '../../src/settings/token.js';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import { Changes } from '../../src/store/changes.js';
import { DataSource } from '../../src/store/database.js';
import type { StoredUser } from '../../src/store/people.store.js';
import { Client } from './client.js';
import { openDatabase } from './database.js';
import { FakePlaces } from './fake-places.js';
import { Records } from './records.js';
import { testShipped } from './shipped.js';

@Module({})
class Given {}

@Module({})
class Root {}

const testTopic = (key: string, name: string, touchpoint: Topic['touchpoint']): Topic => ({
  key,
  name,
  group: 'all',
  touchpoint,
  team: 'care',
  description: name,
  seeds: { strong: [key] },
  examples: [`It is ${key}.`, `Very ${key}.`],
});

export const TEST_TAXONOMY: Taxonomy = {
  version: '1',
  limit: 0.5,
  seedProbabilities: { strong: 0.85, likely: 0.6, hint: 0.25 },
  groups: [{ key: 'all', name: 'All' }],
  topics: [
    testTopic('breakdown', 'Breaks down', 'product-in-use'),
    testTopic('late', 'Comes late', 'delivery'),
  ],
};

export interface TestApi {
  readonly app: NestExpressApplication;
  readonly url: string;
  readonly database: DataSource;
  readonly bus: Bus;
  readonly make: Records;
  readonly places: FakePlaces;
  /** Nobody. */
  readonly anyone: Client;
  /** Someone with this role, signed in by a cookie. */
  as(role: Role): Promise<Client & { readonly user: StoredUser }>;
}

export interface TestApiOptions {
  readonly publicUrl?: string;
  readonly webFolder?: string;
  readonly heartbeatMs?: number;
  readonly deeper?: Partial<Settings['deeper']>;
  readonly access?: Partial<Omit<Settings['access'], 'passwords'>> & {
    readonly passwords?: Partial<Settings['access']['passwords']>;
  };
}

/** The API on a free port with a real database and a real queue, for the calling test file. */
export async function startApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { url: databaseUrl, database } = await openDatabase();
  const changes = new Changes(databaseUrl);
  await changes.open();
  afterAll(() => changes.close());
  const defaults = loadSettings({});
  const settings = {
    ...defaults,
    server: { ...defaults.server, publicUrl: options.publicUrl ?? null },
    deeper: { ...defaults.deeper, ...options.deeper },
    access: {
      ...defaults.access,
      ...options.access,
      // As weak as it goes, to be fast; test/api/password-hashing.test.ts has the real one.
      passwords: {
        ...defaults.access.passwords,
        memoryKiB: 8,
        passes: 1,
        ...options.access?.passwords,
      },
    },
  };
  const bus = new Bus(postgresBackend(databaseUrl), {
    ...settings.queue,
    onError: () => undefined,
  });
  await bus.ready();
  afterAll(() => bus.close());
  const places = new FakePlaces();
  const providers: Provider[] = [
    { provide: SETTINGS, useValue: settings },
    { provide: DataSource, useValue: database },
    { provide: Bus, useValue: bus },
    { provide: Changes, useValue: changes },
    { provide: PLACES, useValue: places },
    { provide: RECEIVER, useValue: new Receive(database, bus, settings) },
    {
      provide: HUB_LISTENER,
      useValue: new Subscriptions(
        database,
        { http: new PoliteHttp({ userAgent: 'test' }) },
        settings,
      ),
    },
    { provide: SHIPPED, useValue: testShipped },
    { provide: TAXONOMY_FILE, useValue: TEST_TAXONOMY },
    { provide: HEARTBEAT_MS, useValue: options.heartbeatMs ?? 20_000 },
  ];
  const given = { module: Given, global: true, providers, exports: providers };
  const app = await NestFactory.create<NestExpressApplication>(
    { module: Root, imports: [given, ApiModule] },
    { logger: false, abortOnError: false, bodyParser: false },
  );
  configureHttp(app, settings, options.webFolder);
  await app.listen(0, '127.0.0.1');
  afterAll(() => app.close());
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const make = new Records(database);
  return {
    app,
    url,
    database,
    bus,
    make,
    places,
    anyone: new Client(url),
    as: async (role) => {
      const user = await make.user({ role });
      const link = await new SignInStore(database).makeLink(user.id, 1);
      const client = new Client(url);
      await client.signIn(link);
      return Object.assign(client, { user });
    },
  };
}
