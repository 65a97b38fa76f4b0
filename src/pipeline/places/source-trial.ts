import type { Outside, PollResult } from '../../connectors/connector.js';
import { Unreadable } from '../../connectors/errors.js';
import { polledConnectorFor } from '../../connectors/index.js';
import type { Item } from '../../domain/mention.js';
import type { DataSource } from '../../store/database.js';
import { MonitorsStore } from '../../store/monitors.store.js';
import { hear, listenAt } from '../ingest.js';
import { storable } from '../storable.js';
import { reportOf, type TrialReport } from './trial-report.js';
import { troubleOf } from '../polling/trouble.js';

/** What a place would bring. */
export interface Trial {
  readonly title: string | null;
  readonly items: readonly Item[];
  /** Of these, the ones that a monitor matches. */
  readonly matching: number;
  readonly report: TrialReport;
  /** All that the place answered. */
  readonly result: PollResult;
}

/** What went wrong at a place, or on the way there. */
export interface Fault {
  /** Stable, for programs. */
  readonly code: string;
  /** For a person: what happened, and what helps. */
  readonly message: string;
}

/** How long one look at a place may take, in milliseconds. */
export const TRIAL_MS = 20_000;

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
    const listen = listenAt(origin, monitors);
    const result = await connector.poll({
      ...this.outside,
      params: connector.params.parse(params),
      cursor: null,
      validators: null,
      signal,
      wanted: (item) => listen(storable(item)) !== null,
    });
    if (result.outcome !== 'items')
      throw new Unreadable('The place says "not modified" though it was asked for the first time.');
    const { items, place } = result;
    const heard = hear(items, origin, monitors);
    const report = reportOf(place.title, items, heard, monitors, new Date());
    return { title: place.title, items, matching: heard.length, report, result };
  }
}

/** Any error of a trial, in words; our own faults, too, as nobody would look for them in a log. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Error && error.name === 'TimeoutError')
    return { code: 'timed-out', message: `No complete answer within ${TRIAL_MS / 1000} s.` };
  const { code, message } = troubleOf(error);
  return { code, message };
}
