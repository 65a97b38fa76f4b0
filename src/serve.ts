import 'reflect-metadata';
import { ConsoleLogger, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { configureHttp } from './api/http.js';
import { AppModule } from './app.module.js';
import type { Infrastructure } from './infrastructure.js';
import type { OpenOutside } from './outside.js';
import { STEPS } from './pipeline/pipeline.module.js';
import { OUTSIDE } from './pipeline/tokens.js';

export interface Serving {
  /** Where people reach it; null when this process has no web. */
  readonly url: string | null;
  /** Stops taking work, lets running work finish, and leaves the infrastructure open. */
  close(): Promise<void>;
}

/** A port that somebody else has is no reason not to start: so many after it are tried. */
const PORTS_TRIED = 20;

/**
 * Starts the rooms of this process's role on an open infrastructure.
 *
 * @param log told when another port than the one wanted was taken
 */
export async function serve(
  infrastructure: Infrastructure,
  log: (line: string) => void,
): Promise<Serving> {
  const { settings, bus } = infrastructure;
  const parts = AppModule.parts(settings.role);
  const logger = new ConsoleLogger({ prefix: 'earshot', logLevels: ['warn', 'error', 'fatal'] });
  const module = AppModule.forRole(infrastructure);
  let app: INestApplicationContext;
  let url: string | null = null;
  if (parts.api) {
    const web = await NestFactory.create<NestExpressApplication>(module, {
      logger,
      abortOnError: false,
      // The API sets its own, for JSON only.
      bodyParser: false,
    });
    configureHttp(web, settings);
    const address = await listen(web, settings.server, log);
    url = settings.server.publicUrl ?? address;
    app = web;
  } else {
    app = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  }
  if (parts.work) await bus.work(STEPS.map((step) => app.get(step, { strict: false })));
  return {
    url,
    close: async () => {
      await app.close();
      await app.get<OpenOutside>(OUTSIDE, { strict: false }).close();
    },
  };
}

async function listen(
  app: NestExpressApplication,
  { host, port }: { host: string; port: number },
  log: (line: string) => void,
): Promise<string> {
  for (let tried = port; ; tried++) {
    try {
      await app.listen(tried, host);
      if (tried !== port) log(`port ${port} is taken, so this is port ${tried}`);
      return await addressOf(app);
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!taken || port === 0 || tried - port >= PORTS_TRIED) throw error;
    }
  }
}

async function addressOf(app: NestExpressApplication): Promise<string> {
  const url = new URL(await app.getUrl());
  // The address of "every interface" is none that a browser can open.
  if (['[::]', '0.0.0.0', '[::1]', '127.0.0.1'].includes(url.hostname)) url.hostname = 'localhost';
  return url.origin;
}
