import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { GENRES, type Connector, type Genre } from '../../src/connectors/connector.js';

const GENRE_WORDS: Readonly<Record<Genre, string>> = {
  feed: 'Feeds',
  forums: 'Forums and boards',
  social: 'Social sites',
  reviews: 'Review and complaint sites',
  sites: 'Blogs, news and video',
  intake: 'What is sent to Earshot, and files',
};

const ACCESS_WORDS = { open: 'open', key: 'with your key', restricted: 'off until allowed' };

const HEAD = `# Places

Every kind of place that Earshot can listen to, on what terms, and what it asks for. This page is
made from the connectors themselves; a test holds it to them.

- **open**: the place offers this to any program.
- **with your key**: it offers it to programs that bring an access of their own, as an environment
  variable (or a file named by the same variable with \`_FILE\`).
- **off until allowed**: paid, bound to an approval, or not wanted by the place for this use. Such a
  kind stays off until you name it under \`listening.allow\` in the settings, which is to say that
  you have the right to ask it.
- **past**: older posts can be fetched when you ask for them (back-fill).
- **again**: single posts are looked up again, so that edits and deletions are noticed.

What was tried: every connector reads recorded replies of the real place where there are any, and
passes the conformance suite against small places on loopback that page, redirect, refuse and break as
real ones do. No live place was asked.
`;

interface Property {
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
}

/** `docs/places.md` as the connectors would have it. */
export async function placesPage(connectors: readonly Connector[], path: string): Promise<string> {
  const parts = GENRES.map((genre) => {
    const of = connectors.filter((connector) => connector.genre === genre);
    if (of.length === 0) return '';
    const rows = of.map(row).join('\n');
    return `## ${GENRE_WORDS[genre]}

| place | kind | terms | past | again |
| --- | --- | --- | --- | --- |
${rows}

${of.map(details).join('\n')}`;
  });
  const config = await resolveConfig(path);
  return format([HEAD, ...parts].join('\n'), { ...config, parser: 'markdown' });
}

function row({ name, kind, terms, history, recheck }: Connector): string {
  const yes = (given: unknown): string => (given === undefined ? '' : 'yes');
  return `| [${name}](#${kind}) | \`${kind}\` | ${ACCESS_WORDS[terms.access]} | ${yes(history)} | ${yes(recheck)} |`;
}

function details({ kind, title, terms, credentials = [], params }: Connector): string {
  const { properties = {}, required = [] } = z.toJSONSchema(params, { io: 'input' });
  const rows = Object.entries(properties).map(([name, property]) => {
    const { title = '', description = '', default: value } = property as Property;
    const said = value === undefined ? '' : ` Default: \`${JSON.stringify(value)}\`.`;
    const must = required.includes(name) ? ' **Needed.**' : '';
    return `| \`${name}\` | ${title}: ${description}.${must}${said} |`.replaceAll('..', '.');
  });
  const keys = credentials.map(
    ({ env, title, required }) => `- \`${env}\`: ${title}${required ? ', needed' : ''}.`,
  );
  return `### ${kind}

${title}.

${terms.note}${terms.attribution === undefined ? '' : ` Attribution: ${terms.attribution}.`}${
    terms.eraseWhenGone ? ' What was deleted there is erased here, too.' : ''
  }

| parameter | |
| --- | --- |
${rows.join('\n')}

${keys.join('\n')}
`;
}
