import { join } from 'node:path';
import { Command } from 'commander';
import { startReplay, type Replay } from '../demo/replay.js';
import { openInfrastructure } from '../infrastructure.js';
import { serve } from '../serve.js';
import { loadSettings } from '../settings/load.js';
import { PACKAGE_ROOT } from '../settings/package-root.js';
import type { Settings } from '../settings/schema.js';
import { say, startEarshot } from './start.js';
import { untilStopped } from './signals.js';
import { furnish, totals, untilHeard, type Totals } from './demo-run.js';
import { loadState, PLACES_DIR, saveState, type DemoState } from './demo-script.js';

export function demoCommand(): Command {
  return new Command('demo')
    .description('run Earshot on recorded real posts: the inbox fills while you watch')
    .option('--once', 'process everything, print the counts and end')
    .option('--json', 'with --once: the counts as one JSON object on the last line')
    .addHelpText('after', '\nExample:\n  earshot demo --once --json')
    .action(async ({ once, json }: { once?: true; json?: true }) => {
      const config =
        process.env['EARSHOT_CONFIG'] ?? join(PACKAGE_ROOT, 'config', 'demo', 'earshot.yaml');
      const settings = loadSettings({ ...process.env, EARSHOT_CONFIG: config });
      if (once) process.stdout.write(`${shown(await runOnce(settings), json === true)}\n`);
      else await watch(settings);
    });
}

/** The places, on the port that their links carry since the first start. */
async function openReplay(
  dataDir: string,
  mode: 'watch' | 'steps',
): Promise<{ replay: Replay; state: DemoState }> {
  const known = loadState(dataDir);
  const startedAt = known?.startedAt ?? new Date();
  const replay = await startReplay({
    placesDir: PLACES_DIR,
    mode,
    startedAt,
    now: () => new Date(),
    ...(known ? { port: known.port } : {}),
  });
  const state = known ?? { startedAt, port: Number(new URL(replay.url).port), phase: -1 };
  saveState(dataDir, state);
  return { replay, state };
}

async function watch(settings: Settings): Promise<void> {
  const { replay } = await openReplay(settings.dataDir, 'watch');
  say(
    `${replay.places.length} recorded places answer at ${replay.url}; new posts appear for about four minutes`,
  );
  const earshot = await startEarshot(settings);
  await furnish(earshot.infrastructure, replay);
  const close = async (): Promise<void> => {
    await earshot.close();
    await replay.close();
  };
  await untilStopped(earshot.asked, close, say);
}

/** Plays the script phase by phase; each begins when everything of the one before is in the inbox. */
async function runOnce(settings: Settings): Promise<Totals> {
  const { replay, state } = await openReplay(settings.dataDir, 'steps');
  const first = Math.max(0, state.phase);
  // Before anything is polled, or the places would first show what they showed long ago.
  replay.advanceTo(first);
  const infrastructure = await openInfrastructure({ ...settings, role: 'all' }, say);
  const serving = await serve(infrastructure, say);
  try {
    await furnish(infrastructure, replay);
    for (let phase = first; phase < replay.phases; phase++) {
      replay.advanceTo(phase);
      await untilHeard(infrastructure, replay, phase, (done, of) =>
        say(`phase ${phase + 1} of ${replay.phases}: ${done} of ${of} mentions`),
      );
      saveState(settings.dataDir, { ...state, phase });
    }
    return await totals(infrastructure.database);
  } finally {
    await serving.close();
    await infrastructure.close();
    await replay.close();
  }
}

function shown(counts: Totals, json: boolean): string {
  if (json) return JSON.stringify(counts);
  const width = Math.max(...Object.keys(counts).map((name) => name.length));
  return Object.entries(counts)
    .map(([name, count]) => `${name.padEnd(width)}  ${String(count).padStart(6)}`)
    .join('\n');
}
