import { Command } from 'commander';
import { openInfrastructure, type Infrastructure } from '../infrastructure.js';
import { serve, type Serving } from '../serve.js';
import { loadSettings } from '../settings/load.js';
import type { Settings } from '../settings/schema.js';
import { PeopleStore } from '../store/people.store.js';
import { askedToStop, untilStopped } from './signals.js';

/** Told to the person at the terminal; standard output stays free for answers. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

export function startCommand(): Command {
  return new Command('start')
    .description('run Earshot: web, API, scheduler and workers, as EARSHOT_ROLE says')
    .addHelpText('after', '\nExample:\n  EARSHOT_PORT=9000 earshot start')
    .action(async () => {
      const settings = loadSettings();
      const running = await startEarshot(settings);
      await untilStopped(running.asked, () => running.close(), say);
    });
}

export interface Running {
  readonly infrastructure: Infrastructure;
  readonly url: string | null;
  /** When somebody asks it to stop. */
  readonly asked: Promise<NodeJS.Signals>;
  close(): Promise<void>;
}

/** Opens everything, says where it is, and how to sign in as long as nobody has. */
export async function startEarshot(settings: Settings): Promise<Running> {
  const begun = performance.now();
  const infrastructure = await openInfrastructure(settings, say);
  const asked = askedToStop();
  let serving: Serving;
  try {
    serving = await serve(infrastructure, say);
  } catch (error) {
    await infrastructure.close();
    throw error;
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  say(`Earshot ${settings.role === 'all' ? '' : `(${settings.role}) `}is ready after ${seconds} s`);
  if (serving.url) await welcome(infrastructure, serving.url);
  const close = async (): Promise<void> => {
    await serving.close();
    await infrastructure.close();
  };
  return { infrastructure, url: serving.url, asked, close };
}

async function welcome({ database, settings }: Infrastructure, url: string): Promise<void> {
  const token = await new PeopleStore(database).firstRunLink(settings.access.linkHours);
  say('');
  say(`  Open      ${url}`);
  if (token) say(`  Sign in   ${url}/sign-in#token=${token}`);
  else say('  Sign in   npm run -s earshot -- user link EMAIL   gives a new link');
  say('  Stop      Ctrl-C');
  say('');
}
