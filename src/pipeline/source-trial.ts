import { connectorFor, polledConnectorFor } from '../connectors/index.js';
import { PlaceError, Unreadable } from '../connectors/errors.js';
import { findFeeds } from '../connectors/feed/feed.connector.js';
import type { Outside } from '../connectors/connector.js';
import type { Item } from '../domain/mention.js';
import type { DataSource } from '../store/database.js';
import { MonitorsStore } from '../store/monitors.store.js';
import { hear } from './ingest.js';

/** What a place would bring. */
export interface Trial {
  readonly title: string | null;
  readonly items: readonly Item[];
  /** Of these, the ones that a monitor matches. */
  readonly matching: number;
}

/** A trial as a person reads it; what went wrong at the place is in it. */
export interface TrialReport {
  readonly ok: boolean;
  /** The address to add: the feed itself, also when a page that names one was given. */
  readonly url: string;
  readonly error: { code: string; message: string } | null;
  readonly title: string | null;
  readonly itemCount: number;
  readonly lastWeek: number;
  readonly matching: number;
  readonly sample: {
    title: string | null;
    excerpt: string;
    url: string | null;
    publishedAt: string | null;
  }[];
  readonly durationMs: number;
}

const TRIAL_MS = 20_000;
const WEEK_MS = 7 * 86_400_000;
const SAMPLE = 5;
const EXCERPT = 280;

/** Asks a place once, for a person who wants to know what it is before adding it. Stores nothing. */
export class SourceTrial {
  constructor(
    private readonly database: DataSource,
    private readonly outside: Outside,
  ) {}

  /**
   * @param params as the connector of this kind takes them
   * @throws PlaceError when the place does not answer as such a place should
   */
  async run(kind: string, params: unknown, signal = AbortSignal.timeout(TRIAL_MS)): Promise<Trial> {
    const connector = polledConnectorFor(kind);
    const monitors = await new MonitorsStore(this.database).all();
    const origin = { id: '0', place: kind, ownedByMonitorId: null };
    const result = await connector.poll({
      ...this.outside,
      params: connector.params.parse(params),
      cursor: null,
      validators: null,
      signal,
      wanted: (item) => hear([item], origin, monitors).length > 0,
    });
    if (result.outcome !== 'items')
      throw new Unreadable('The place says "not modified" though it was asked for the first time.');
    const heard = hear(result.items, origin, monitors);
    return { title: result.place.title, items: result.items, matching: heard.length };
  }

  /**
   * The same for an address that a person typed: a page that names a feed will do.
   *
   * @throws RangeError when there is no such kind, or the address is none that it reads
   */
  async test(kind: string, url: string): Promise<TrialReport> {
    this.describe(kind, { url });
    const begun = performance.now();
    const signal = AbortSignal.timeout(TRIAL_MS);
    const done = (report: Omit<TrialReport, 'durationMs'>): TrialReport => ({
      ...report,
      durationMs: Math.round(performance.now() - begun),
    });
    try {
      return done({ ...(await this.runOrDiscover(kind, url, signal)), ok: true, error: null });
    } catch (error) {
      if (!(error instanceof PlaceError) && !signal.aborted) throw error;
      const fault =
        error instanceof PlaceError
          ? { code: error.code, message: error.message }
          : { code: 'timed-out', message: `No complete answer within ${TRIAL_MS / 1000} s.` };
      return done({
        ok: false,
        error: fault,
        url,
        ...report({ title: null, items: [], matching: 0 }),
      });
    }
  }

  private async runOrDiscover(kind: string, url: string, signal: AbortSignal) {
    try {
      return { url, ...report(await this.run(kind, { url }, signal)) };
    } catch (error) {
      if (kind !== 'feed' || !(error instanceof Unreadable)) throw error;
      const [feed] = await findFeeds(this.outside.http, { url }, signal);
      if (!feed || feed.url === url) throw error;
      return { url: feed.url, ...report(await this.run(kind, { url: feed.url }, signal)) };
    }
  }

  /**
   * What makes a place one and the same, and what to call it until a person names it.
   *
   * @throws RangeError when there is no such kind, or the params are none that it reads
   */
  describe(kind: string, params: unknown): { locator: string; host: string; name: string } {
    const connector = connectorFor(kind);
    const checked = connector.params.safeParse(params);
    if (!checked.success)
      throw new RangeError(checked.error.issues.map(({ message }) => message).join('; '));
    const { locator, host, name } = connector.locate(checked.data);
    return { locator, host, name };
  }
}

function report({ title, items, matching }: Trial) {
  const weekAgo = new Date(Date.now() - WEEK_MS).toISOString();
  return {
    title,
    itemCount: items.length,
    lastWeek: items.filter(({ publishedAt }) => publishedAt !== null && publishedAt >= weekAgo)
      .length,
    matching,
    sample: items.slice(0, SAMPLE).map(({ title, text, url, publishedAt }) => ({
      title,
      excerpt: text.slice(0, EXCERPT),
      url,
      publishedAt,
    })),
  };
}
