import { Command } from 'commander';
import { SourceCreate } from '../api/views.js';
import { healthOf } from '../domain/health.js';
import { SourceTrial, type TrialReport } from '../pipeline/source-trial.js';
import { AdminSourcesStore, type StoredSource } from '../store/admin-sources.store.js';
import { MonitorsStore } from '../store/monitors.store.js';
import { inColumns, toStdout, type Print } from './answers.js';
import type { CliContext, OpenContext, OpenDatabase } from './context.js';

interface Options {
  readonly kind: string;
  readonly name?: string;
  readonly ownedBy?: string;
  readonly json?: true;
}

export function sourceCommand(open: OpenContext, print: Print = toStdout): Command {
  return new Command('source')
    .description('the places that are polled')
    .addCommand(listCommand(open, print))
    .addCommand(addCommand(open, print))
    .addCommand(testCommand(open, print));
}

function listCommand(open: OpenContext, print: Print): Command {
  return new Command('list')
    .description('list every place with its health')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  earshot source list')
    .action(({ json }: { json?: true }) =>
      withDatabase(open, async (_context, { database }) => {
        const judged = (await new AdminSourcesStore(database).all()).map(withHealth);
        if (json) return print(JSON.stringify(judged));
        const rows = judged.map((source) => ({
          id: source.id,
          state: source.state,
          mentions: String(source.mentionCount),
          name: source.name,
          address: source.url ?? '-',
        }));
        print(inColumns(rows) || 'no source yet; see: earshot source add --help');
      }),
    );
}

const withHealth = (source: StoredSource) => {
  const { state, reason } = healthOf(source, new Date());
  return { ...source, state, stateReason: reason };
};

function addCommand(open: OpenContext, print: Print): Command {
  return new Command('add')
    .description('add a place; it is asked at once when Earshot runs')
    .argument('<url>')
    .option('--kind <kind>', 'what reads it', 'feed')
    .option('--name <name>', 'what to call it; its host, if not given')
    .option('--owned-by <monitor>', 'name of the monitor that everything there is about')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  earshot source add https://forum.example/latest.rss --name "Forum"',
    )
    .action((url: string, { kind, name, ownedBy, json }: Options) =>
      withDatabase(open, async (context, { database, outside }) => {
        const given = SourceCreate.safeParse({ url, kind, name });
        if (!given.success)
          throw new Error(given.error.issues.map(({ message }) => message).join('; '));
        const described = new SourceTrial(database, outside).describe(kind, { url });
        const monitors = ownedBy === undefined ? [] : await new MonitorsStore(database).all();
        const owner = monitors.find((monitor) => monitor.name === ownedBy);
        if (ownedBy !== undefined && !owner) throw new Error(`there is no monitor "${ownedBy}"`);
        const sources = new AdminSourcesStore(database);
        const id = await sources.add(
          {
            ...described,
            kind,
            params: { url },
            name: given.data.name ?? described.name,
            ownedByMonitorId: owner?.id ?? null,
            pace: context.settings.poll,
          },
          null,
        );
        print(json ? JSON.stringify(await sources.find(id)) : `added source ${id}`);
      }),
    );
}

function testCommand(open: OpenContext, print: Print): Command {
  return new Command('test')
    .description('ask a place once, or every source of a kind, and show what it would bring')
    .argument('<url-or-kind>')
    .option('--kind <kind>', 'what reads the address', 'feed')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  earshot source test https://forum.example/latest.rss\n  earshot source test feed',
    )
    .action((given: string, { kind, json }: Options) =>
      withDatabase(open, async (_context, opened) => {
        const isAddress = URL.canParse(given);
        const urls = isAddress ? [given] : await addressesOf(opened, given);
        const trial = new SourceTrial(opened.database, opened.outside);
        let failed = 0;
        for (const url of urls) {
          const report = await trial.test(isAddress ? kind : given, url);
          if (!report.ok) failed += 1;
          print(json ? JSON.stringify(report) : inWords(url, report));
        }
        if (failed > 0)
          throw new Error(`${failed} of ${urls.length} did not answer as they should`);
      }),
    );
}

async function addressesOf({ database }: OpenDatabase, kind: string): Promise<string[]> {
  const sources = (await new AdminSourcesStore(database).all()).filter((it) => it.kind === kind);
  if (sources.length === 0)
    throw new Error(`"${kind}" is no address, and there is no source of such a kind`);
  return sources.flatMap(({ url }) => (url === null ? [] : [url]));
}

function inWords(
  url: string,
  { error, title, itemCount, lastWeek, matching, ...report }: TrialReport,
): string {
  if (error) return `${url}\n  ${error.code}: ${error.message}`;
  const found = report.url === url ? '' : `\n  its feed is ${report.url}`;
  return `${url}${found}\n  ${title ?? 'no title'}: ${itemCount} posts, ${lastWeek} of the last week, ${matching} that a monitor matches`;
}

async function withDatabase(
  open: OpenContext,
  act: (context: CliContext, opened: OpenDatabase) => Promise<void>,
): Promise<void> {
  const context = await open();
  const opened = await context.openDatabase();
  try {
    await act(context, opened);
  } finally {
    await opened.close();
  }
}
