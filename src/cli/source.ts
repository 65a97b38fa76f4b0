import { Command } from 'commander';
import { toStdout, type Print } from './answers.js';
import type { OpenContext } from './context.js';
import { withPlaces } from './open-places.js';
import { addSource, listSources } from './source-add.js';
import { listKinds } from './source-kinds.js';
import { testSources } from './source-test.js';

export function sourceCommand(open: OpenContext, print: Print = toStdout): Command {
  return new Command('source')
    .description('the places that are listened to')
    .addCommand(
      new Command('list')
        .description('list every place with its health')
        .option('--json', 'as JSON')
        .addHelpText('after', '\nExample:\n  earshot source list')
        .action((options: { json?: true }) =>
          withPlaces(open, (opened) => listSources(opened, options, print)),
        ),
    )
    .addCommand(
      new Command('kinds')
        .description('list every kind of place: what it takes, and on what terms')
        .argument('[kind]', 'show one of them with its parameters')
        .option('--json', 'as JSON')
        .addHelpText('after', '\nExamples:\n  earshot source kinds\n  earshot source kinds feed')
        .action((kind: string | undefined, options: { json?: true }) =>
          withPlaces(open, ({ places }) => listKinds(places, kind, options, print)),
        ),
    )
    .addCommand(
      aboutAPlace(new Command('add'))
        .description('add a place; it is asked at once when Earshot runs')
        .argument('[url]', 'its address')
        .option('--name <name>', 'what to call it; its own name, if not given')
        .option('--owned-by <monitor>', 'name of the monitor that everything there is about')
        .addHelpText(
          'after',
          '\nExamples:\n  earshot source add https://forum.example/latest.rss --name "Forum"\n  earshot source add --kind hacker-news --param query="apex player"',
        )
        .action((url: string | undefined, options) =>
          withPlaces(open, (opened) => addSource(opened, url, options, print)),
        ),
    )
    .addCommand(
      aboutAPlace(new Command('test'))
        .description('ask a place once, or every source of a kind, and show what it would bring')
        .argument('[url-or-kind]')
        .addHelpText(
          'after',
          '\nExamples:\n  earshot source test https://forum.example/latest.rss\n  earshot source test feed\n  earshot source test --kind mastodon --param instance=https://social.example --param tag=apex',
        )
        .action((given: string | undefined, options) =>
          withPlaces(open, (opened) => testSources(opened, given, options, print)),
        ),
    );
}

function aboutAPlace(command: Command): Command {
  return command
    .option('--kind <kind>', 'what reads it; see: earshot source kinds')
    .option('--param <name=value>', 'a parameter of its kind; may be repeated', collect)
    .option('--allow-private', 'it may be in our own network')
    .option('--json', 'as JSON');
}

/** `--param a=1 --param tag=x --param tag=y`: a name that comes again makes a list. */
function collect(
  given: string,
  before: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const at = given.indexOf('=');
  if (at < 1) throw new Error(`--param takes name=value, not "${given}"`);
  const [name, value] = [given.slice(0, at), given.slice(at + 1)];
  const known = before[name];
  const several = known === undefined ? value : [known, value].flat();
  return { ...before, [name]: several };
}
