import { Command } from 'commander';
import { shippedModels } from '../classify/teaching/shipped.js';
import { TeacherApart } from '../classify/teaching/teacher.js';
import { TeachModels } from '../pipeline/teaching/teach-models.js';
import { LessonsStore } from '../store/lessons.store.js';
import { ModelsStore } from '../store/models.store.js';
import { TeachingRunsStore, type StoredRun } from '../store/teaching-runs.store.js';
import { toStdout, type Print } from './answers.js';
import type { OpenContext } from './context.js';
import { progressBar } from './progress.js';

const LOOK_MS = 500;

/** `earshot teach`: the models learn from people's corrections now, not at night. */
export function teachCommand(open: OpenContext, print: Print = toStdout): Command {
  return new Command('teach')
    .description('have the models learn from the corrections now, instead of at night')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot teach')
    .action(async ({ json }: { json?: true }) => {
      const { database, close } = await (await open()).openDatabase();
      const ending = new AbortController();
      const end = (): void => ending.abort();
      process.once('SIGINT', end).once('SIGTERM', end);
      try {
        const runs = new TeachingRunsStore(database);
        await runs.ask(null);
        const parts = {
          models: new ModelsStore(database),
          lessons: new LessonsStore(database),
          runs,
          teacher: new TeacherApart(),
          shipped: shippedModels,
        };
        await new TeachModels(parts).run(ending.signal);
        // Another process may have begun it.
        const run = await finished(runs, ending.signal);
        if (run.error !== null) throw new Error(run.error);
        print(json ? JSON.stringify(run.outcome) : inWords(run));
      } finally {
        process.off('SIGINT', end).off('SIGTERM', end);
        await close();
      }
    });
}

async function finished(runs: TeachingRunsStore, signal: AbortSignal): Promise<StoredRun> {
  const bar = progressBar('learning');
  try {
    for (;;) {
      const run = await runs.latest();
      if (run === null) throw new Error('the run that was asked for is not there');
      if (run.endedAt !== null) return run;
      if (signal.aborted) throw new Error('stopped; whoever asks next begins it again');
      bar.update(run.progress);
      await new Promise((resume) => setTimeout(resume, LOOK_MS));
    }
  } finally {
    bar.stop();
  }
}

const inWords = ({ outcome }: StoredRun): string =>
  outcome.map(({ task, what }) => `${task}: ${what}`).join('\n');
