import { loadavg } from 'node:os';
import { loadTaxonomy } from '../../src/classify/shipped-reader.js';
import { MentionCountQuery, MentionQuery } from '../../src/api/views.js';
import { openInfrastructure } from '../../src/infrastructure.js';
import { serve } from '../../src/serve.js';
import { loadSettings } from '../../src/settings/load.js';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import { describeDatabase, type DataSource } from '../../src/store/database.js';
import { startTemporaryPostgres } from '../../src/store/embedded/temporary.js';
import { InboxStore } from '../../src/store/inbox/inbox.store.js';
import { casesOn, type Case } from './inbox-cases.js';
import { backendOf, rounded, timesOf, type Spread, type Times } from './inbox-clock.js';
import { fillInbox } from './inbox-fill.js';
import { straightforwardMs } from './inbox-straightforward.js';
import { runningWords } from './inbox-words.js';
import type { BenchResult } from './main.js';

const SIZES = [10_000, 100_000, 1_000_000];

type Figures = Readonly<Record<string, { store: Times; http: Times }>>;

/**
 * The inbox at several sizes: how long a page, a filter, a search and a count take, in the store and
 * over HTTP as a client on the same machine sees it, beside the straightforward statements.
 *
 * @param options `--sizes 10000,100000` for fewer
 */
export async function inbox(options: readonly string[] = []): Promise<BenchResult[]> {
  const sizes = sizesOf(options) ?? SIZES;
  const results: BenchResult[] = [];
  for (const size of sizes) results.push(await atSize(size));
  const [least, most] = [results.at(0), results.at(-1)];
  if (least && most && sizes.length > 1) results.push(growth(least, most));
  return results;
}

function sizesOf(options: readonly string[]): number[] | null {
  const at = options.indexOf('--sizes');
  const given = options[at + 1];
  if (at < 0 || given === undefined) return null;
  const sizes = given.split(',').map(Number);
  if (sizes.some((size) => !Number.isInteger(size) || size < 1_000))
    throw new Error('--sizes takes whole numbers from 1000 on, 10000,100000 for example');
  return sizes;
}

async function atSize(size: number): Promise<BenchResult> {
  const postgres = await startTemporaryPostgres();
  const settings = loadSettings({
    ...{ EARSHOT_PORT: '0', EARSHOT_ROLE: 'api', DATABASE_URL: postgres.url },
  });
  const infrastructure = await openInfrastructure(settings, () => undefined);
  const { database } = infrastructure;
  const serving = await serve(infrastructure, () => undefined);
  try {
    const { name, words } = runningWords();
    const topics = loadTaxonomy().topics.map(({ key }) => key);
    const begun = performance.now();
    await fillInbox(database, size, words, topics);
    const fillSeconds = Math.round((performance.now() - begun) / 1000);
    const cases = await casesOn(database, words, topics);
    const figures = await measure(database, {
      ...{ databaseUrl: postgres.url, url: serving.url ?? '', cases },
    });
    const baseline = await straightforwardMs(database, words);
    return resultOf(size, { figures, cases, baseline, texts: name, fillSeconds });
  } finally {
    await serving.close();
    await infrastructure.close();
    await postgres.stop();
  }
}

async function measure(database: DataSource, given: Measured): Promise<Figures> {
  // One connection, so that it is known whose work it is.
  const alone = await describeDatabase({ url: given.databaseUrl, poolSize: 1 }).initialize();
  const store = new InboxStore(alone);
  const [{ id: userId }] = await database.query<[{ id: string }]>(
    `SELECT id FROM app_user WHERE email LIKE 'person%' ORDER BY id LIMIT 1`,
  );
  const headers = await signedIn(database, given.url, userId);
  const figures: Record<string, { store: Times; http: Times }> = {};
  for (const it of given.cases) {
    const ask = async (query: string): Promise<void> => {
      const path = it.route === 'list' ? '' : `/${it.route}`;
      const answer = await fetch(`${given.url}/api/v1/mentions${path}?${query}`, { headers });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${it.name}: ${query}: ${text}`);
    };
    const within = (query: string): Promise<void> => inStore(store, it.route, query, userId);
    figures[it.name] = {
      // Anew each time: a connection that nobody used for a while is another one.
      store: await timesOf(it.queries, within, await backendOf(alone)),
      http: await timesOf(it.queries, ask, null),
    };
    process.stderr.write(`inbox: ${it.name}: ${JSON.stringify(figures[it.name])}\n`);
  }
  await alone.destroy();
  return figures;
}

interface Measured {
  readonly databaseUrl: string;
  readonly url: string;
  readonly cases: readonly Case[];
}

async function inStore(
  store: InboxStore,
  route: Case['route'],
  query: string,
  userId: string,
): Promise<void> {
  const asked = Object.fromEntries(new URLSearchParams(query));
  if (route === 'counts') await store.counts(userId);
  else if (route === 'count')
    await store.count({ ...MentionCountQuery.parse(asked), folded: true }, { userId });
  else await store.list({ ...MentionQuery.parse(asked), folded: true }, { userId });
}

async function signedIn(
  database: DataSource,
  url: string,
  userId: string,
): Promise<Record<string, string>> {
  const token = await new SignInStore(database).makeLink(userId, 1);
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: url },
    body: JSON.stringify({ token }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`sign-in failed: ${await answer.text()}`);
  return { Cookie: cookie, Origin: url };
}

/** The slowest p95 of some cases: of processors where that is known, for it is the same on a busy machine. */
function worst(figures: Figures, cases: readonly Case[], goal: Case['goal']): number {
  const all = cases.flatMap((it) => (it.goal === goal ? (figures[it.name] ?? []) : []));
  return Math.max(...all.map(({ store: { wall, cpu } }) => (cpu ?? wall).p95));
}

function resultOf(
  mentions: number,
  given: {
    figures: Figures;
    cases: readonly Case[];
    baseline: { list: number; search: number };
    texts: string;
    fillSeconds: number;
  },
): BenchResult {
  const { figures, cases, baseline, texts, fillSeconds } = given;
  const list = worst(figures, cases, 'list');
  return {
    ...{
      bench: 'inbox',
      case: 'slowest p95 of lists and filters, of processors; the baseline is OFFSET to page 200 on the clock',
    },
    ...{ own: list, baseline: baseline.list, ratio: rounded(baseline.list / list), unit: 'ms' },
    ...{
      mentions,
      searchP95Ms: worst(figures, cases, 'search'),
      baselineSearchMs: baseline.search,
    },
    ...{
      goals: { list: 50, search: 150 },
      load: rounded(loadavg()[0] ?? 0),
      figures,
      texts,
      fillSeconds,
    },
  };
}

/** How much slower the largest is than the smallest, case by case. */
function growth(least: BenchResult, most: BenchResult): BenchResult {
  const [before, after] = [least['figures'] as Figures, most['figures'] as Figures];
  const ratios = Object.fromEntries(
    Object.entries(after).map(([name, { store, http }]) => {
      const was = before[name];
      const times = (now: Spread | null, then: Spread | null | undefined): number | null =>
        now && then ? rounded(now.p95 / then.p95) : null;
      return [
        name,
        {
          cpu: times(store.cpu, was?.store.cpu),
          store: times(store.wall, was?.store.wall),
          http: times(http.wall, was?.http.wall),
        },
      ];
    }),
  );
  const [small, large] = [Number(least['mentions']), Number(most['mentions'])];
  return {
    ...{ bench: 'inbox', case: `p95 at ${large} mentions beside ${small}` },
    ...{
      own: most.own,
      baseline: least.own,
      ratio: rounded(most.own / least.own),
      unit: 'ms',
      ratios,
    },
  };
}
