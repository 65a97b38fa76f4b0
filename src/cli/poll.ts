import { Command } from 'commander';
import { PollStep } from '../pipeline/poll.step.js';
import { SourceTrial } from '../pipeline/places/source-trial.js';
import { MentionsStore } from '../store/mentions.store.js';
import { MonitorsStore } from '../store/monitors.store.js';
import { SourcesStore } from '../store/sources.store.js';
import type { CliContext, OpenContext, OpenDatabase } from './context.js';

export function pollCommand(open: OpenContext): Command {
  return new Command('poll')
    .description('ask one source now')
    .argument('<source>', 'its id, name or address')
    .option('--dry-run', 'only show what it would bring')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot poll https://forum.example/latest.rss --dry-run')
    .action(async (given: string, { dryRun, json }: { dryRun?: true; json?: true }) => {
      const context = await open();
      const opened = await context.openDatabase();
      try {
        const outcome = dryRun ? await tried(opened, given) : await polled(context, opened, given);
        process.stdout.write(json ? `${JSON.stringify(outcome)}\n` : `${inWords(outcome)}\n`);
      } finally {
        await opened.close();
      }
    });
}

type Outcome = Readonly<Record<string, string | number | null>>;

async function tried({ database, outside }: OpenDatabase, given: string): Promise<Outcome> {
  const source = await new SourcesStore(database).named(given);
  const { title, items, matching } = await new SourceTrial(database, outside).run(
    source.kind,
    source.params,
  );
  return { source: source.name, title, posts: items.length, matching };
}

async function polled(
  { settings }: CliContext,
  opened: OpenDatabase,
  given: string,
): Promise<Outcome> {
  const { database, outside } = opened;
  const sources = new SourcesStore(database);
  const { id, name } = await sources.named(given);
  if (!(await sources.claim(id, settings.schedule.leaseSeconds)))
    throw new Error(`${name} is paused, or is being polled at this moment`);
  const step = new PollStep(
    database,
    sources,
    new MonitorsStore(database),
    new MentionsStore(database),
    await opened.bus(),
    outside,
    settings,
  );
  await step.handle({ sourceId: id });
  const poll = await sources.lastPoll(id);
  if (poll?.error) throw new Error(`${name}: ${poll.error}`);
  return {
    source: name,
    outcome: poll?.outcome ?? null,
    posts: poll?.items ?? 0,
    matching: poll?.matched ?? 0,
    newOrEdited: poll?.stored ?? 0,
  };
}

const inWords = (outcome: Outcome): string =>
  Object.entries(outcome)
    .map(([name, value]) => `${name}: ${value ?? '-'}`)
    .join('\n');
