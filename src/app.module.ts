import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from './store/database.js';
import { ApiModule } from './api/api.module.js';
import { HUB_LISTENER, RECEIVER } from './api/intake/receiver.js';
import { PLACES } from './api/places.js';
import { SHIPPED } from './api/teaching/shipped.js';
import { TAXONOMY_FILE } from './api/taxonomy.js';
import { readTaxonomy } from './classify/topics/taxonomy.js';
import { shippedModels } from './classify/teaching/shipped.js';
import type { Taxonomy } from './domain/taxonomy.js';
import type { Infrastructure } from './infrastructure.js';
import { openOutside } from './outside.js';
import { PipelineModule } from './pipeline/pipeline.module.js';
import { KnownPlaces } from './pipeline/places/known-places.js';
import { Receive } from './pipeline/intake/receive.js';
import { Subscriptions } from './pipeline/intake/subscriptions.js';
import { OUTSIDE } from './pipeline/tokens.js';
import { Bus } from './queue/bus.js';
import { PACKAGE_ROOT } from './settings/package-root.js';
import { SETTINGS } from './settings/token.js';
import { Changes } from './store/changes.js';
import { TaxonomiesStore } from './store/taxonomies.store.js';

const ROLES = {
  all: { api: true, schedule: true, work: true },
  api: { api: true, schedule: false, work: false },
  scheduler: { api: false, schedule: true, work: false },
  worker: { api: false, schedule: false, work: true },
} as const;

/** What every room is given. */
@Module({})
class SharedModule {}

/** Which rooms a process opens; the only place that knows them all. */
@Module({})
export class AppModule {
  static forRole({ settings, database, bus, changes }: Infrastructure): DynamicModule {
    const { api, ...pipeline } = ROLES[settings.role];
    const outside = openOutside(settings, database);
    const shared: DynamicModule = {
      module: SharedModule,
      global: true,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: DataSource, useValue: database },
        { provide: Bus, useValue: bus },
        { provide: Changes, useValue: changes },
        { provide: OUTSIDE, useValue: outside },
        { provide: PLACES, useValue: new KnownPlaces(database, outside, settings) },
        { provide: RECEIVER, useValue: new Receive(database, bus, settings) },
        { provide: HUB_LISTENER, useValue: new Subscriptions(database, outside, settings) },
        { provide: SHIPPED, useValue: () => shippedModels() },
        { provide: TAXONOMY_FILE, useFactory: () => takeOverTaxonomy(database) },
      ],
      exports: [
        SETTINGS,
        DataSource,
        Bus,
        Changes,
        OUTSIDE,
        PLACES,
        RECEIVER,
        HUB_LISTENER,
        SHIPPED,
        TAXONOMY_FILE,
      ],
    };
    return {
      module: AppModule,
      imports: [shared, PipelineModule.with(pipeline), ...(api ? [ApiModule] : [])],
    };
  }

  static parts(role: keyof typeof ROLES): (typeof ROLES)[keyof typeof ROLES] {
    return ROLES[role];
  }
}

/** The taxonomy of the file, taken over before anything reads by it. */
async function takeOverTaxonomy(database: DataSource): Promise<Taxonomy> {
  const file = readTaxonomy(join(PACKAGE_ROOT, 'config', 'taxonomy.yaml'));
  await new TaxonomiesStore(database).takeOverFile(file);
  return file;
}
