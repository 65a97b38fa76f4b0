import { setMaxListeners } from 'node:events';
import type { DeeperTally, DeeperWork } from '../domain/deeper.js';
import type { Settings } from '../settings/schema.js';
import { Breaker } from './breaker.js';
import { Guard, type Budget } from './guard.js';
import { ModelServer, type DeeperSettings } from './model-server.js';
import { TrustKeeper, type Judged, type Trust } from './trust.js';

/** What is kept of the deeper model, and what people said of it. */
export interface Records {
  record(model: string, work: DeeperWork, tally: DeeperTally): Promise<void>;
  judged(model: string): Promise<Judged>;
}

/** What a deeper model is opened with. */
export interface DeeperParts {
  readonly settings: DeeperSettings;
  /** For the server; null: it needs none. */
  readonly key: string | null;
  readonly budget: Budget;
  readonly records: Records;
  /** Told in a few words when something is the matter that stops nothing. */
  readonly warn: (message: string) => void;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

/** @returns the settings when there is a deeper model; null when it is off */
export function deeperSettings({ deeper }: Pick<Settings, 'deeper'>): DeeperSettings | null {
  const { url, model } = deeper;
  return url === null || model === null ? null : { ...deeper, url, model };
}

/** The deeper model of this installation: an optional model server, its limits and its records. */
export class Deeper {
  readonly guard: Guard;
  readonly model: string;
  private readonly server: ModelServer;
  private readonly keeper: TrustKeeper;

  constructor(private readonly parts: DeeperParts) {
    const { settings, key, budget, records, warn } = parts;
    const now = parts.now ?? (() => performance.now());
    this.model = settings.model;
    this.server = new ModelServer(settings, key);
    this.guard = new Guard(this.server, settings, budget, new Breaker(now));
    this.keeper = new TrustKeeper(
      () => records.judged(settings.model),
      (error) => warn(`what people said of the deeper model is not known: ${messageOf(error)}`),
      now,
    );
  }

  /** Whether there is a model for vectors, too. */
  get embeds(): boolean {
    return this.parts.settings.embeddings !== null;
  }

  trust(): Promise<Trust> {
    return this.keeper.trust();
  }

  /** A signal that ends the time of what belongs together. */
  pageTime(): AbortSignal {
    const signal = AbortSignal.timeout(this.parts.settings.timeoutMs);
    // Each text of a page waits for it.
    setMaxListeners(0, signal);
    return signal;
  }

  /** Writes down what came of asking; no reading is lost because that fails. */
  async record(work: DeeperWork, tally: DeeperTally): Promise<void> {
    const { records, warn } = this.parts;
    if (tally.failure !== null) warn(`the deeper model: ${tally.failure}`);
    await records
      .record(this.model, work, tally)
      .catch((error: unknown) => warn(`the deeper model is not counted: ${messageOf(error)}`));
  }

  /** Ends the connections kept open. */
  close(): Promise<void> {
    return this.server.close();
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
