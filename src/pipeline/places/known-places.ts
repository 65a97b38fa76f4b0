import type { Connector, Outside, PollResult } from '../../connectors/connector.js';
import { connectorFor, connectors } from '../../connectors/index.js';
import type { Settings } from '../../settings/schema.js';
import type { DataSource } from '../../store/database.js';
import { SourceEntity } from '../../store/entities/source.entity.js';
import { marksOf } from '../polling/answer-marks.js';
import { recognise, type Recognised } from './recognise.js';
import { describeKind, shownTerms, switchedOff, type SourceKind } from './source-kinds.js';
import { faultOf, SourceTrial, TRIAL_MS, type Fault } from './source-trial.js';
import { NOTHING_TRIED, type TrialReport } from './trial-report.js';

/** The parameters are none that the connector reads. */
export class BadParams extends RangeError {
  constructor(
    /** Each with its path below the parameters, and what would be right. */
    readonly faults: readonly { readonly path: string; readonly message: string }[],
  ) {
    super(faults.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '));
  }
}

export interface DescribedPlace {
  readonly params: object;
  readonly locator: string;
  readonly host: string;
  readonly name: string;
  readonly url: string | null;
}

/** A trial with what went wrong in it. */
interface Tried extends TrialReport {
  readonly ok: boolean;
  readonly error: Fault | null;
  /** How often it would be asked at first; null when it sends by itself, or did not answer. */
  readonly firstIntervalSeconds: number | null;
}

const UNTRIED: Tried = { ...NOTHING_TRIED, ok: false, error: null, firstIntervalSeconds: null };

/** One place behind what was asked, and what it would bring. */
export interface TriedPlace extends Tried {
  readonly kind: string;
  readonly kindName: string;
  readonly params: Record<string, unknown>;
  readonly locator: string;
  readonly name: string;
  readonly url: string | null;
  /** How it was found, in words. */
  readonly found: string;
  readonly terms: SourceKind['terms'];
  readonly durationMs: number;
}

export interface TriedPlaces {
  readonly candidates: TriedPlace[];
  readonly error: Fault | null;
  readonly durationMs: number;
}

/** An address, or a kind with its parameters. */
export interface Asked {
  readonly address?: string | undefined;
  readonly kind?: string | undefined;
  readonly params?: Record<string, unknown> | undefined;
  readonly allowPrivate?: boolean | undefined;
}

/** Places tried at a time for one address. */
const MOST_CANDIDATES = 5;

/** Of a source of which nothing is known yet. */
const NEVER_ASKED: Partial<SourceEntity> = {
  cursor: null,
  lastAnsweredAt: null,
  lastItemAt: null,
  longestGapHours: null,
  gapCount: 0,
  undatedDigest: null,
  windowSeconds: null,
  coveredUntil: null,
  movedTo: null,
  movedSeen: 0,
};

/** Every kind of place that there is, and how to ask one. */
export class KnownPlaces {
  private readonly trial: SourceTrial;

  constructor(
    database: DataSource,
    private readonly outside: Outside,
    private readonly settings: Pick<Settings, 'listening' | 'poll'>,
  ) {
    this.trial = new SourceTrial(database, outside);
  }

  kinds(): SourceKind[] {
    return connectors.map((connector) => this.shown(connector));
  }

  /** @throws RangeError when there is no such kind */
  kind(kind: string): SourceKind {
    return this.shown(connectorFor(kind));
  }

  /**
   * What makes a place one and the same, and what to call it until a person names it.
   *
   * @throws RangeError when there is no such kind
   * @throws BadParams when the connector does not read these
   */
  describe(kind: string, params: unknown): DescribedPlace {
    const connector = connectorFor(kind);
    const checked = connector.params.safeParse(params);
    if (!checked.success)
      throw new BadParams(
        checked.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
      );
    const { locator, host, name, url } = connector.locate(checked.data);
    return { params: checked.data as object, locator, host, name, url };
  }

  /**
   * Asks a place, or what is behind an address, once. Nothing is stored.
   *
   * @throws as describe
   */
  async test({ address, kind, params, allowPrivate = false }: Asked): Promise<TriedPlaces> {
    const begun = performance.now();
    const candidates: TriedPlace[] = [];
    let error: Fault | null = null;
    if (address === undefined) {
      const connector = connectorFor(kind ?? 'feed');
      candidates.push(await this.tryOne({ connector, params, found: 'As it was given.' }));
    } else {
      const signal = AbortSignal.timeout(TRIAL_MS);
      const isOn = (each: Connector): boolean => this.shown(each).on;
      await recognise({ address, allowPrivate }, this.outside, isOn, signal)
        .then((all) => this.tryAll(all))
        .then((tried) => candidates.push(...tried))
        .catch((failed: unknown) => (error = faultOf(failed)));
    }
    return { candidates, error, durationMs: Math.round(performance.now() - begun) };
  }

  private tryAll(recognised: readonly Recognised[]): Promise<TriedPlace[]> {
    const places = new Map(
      recognised.map((one) => [
        `${one.connector.kind} ${this.describe(one.connector.kind, one.params).locator}`,
        one,
      ]),
    );
    const first = [...places.values()].slice(0, MOST_CANDIDATES);
    return Promise.all(first.map((one) => this.tryOne(one)));
  }

  private async tryOne({ connector, params: given, found }: Recognised): Promise<TriedPlace> {
    const { kind, name: kindName, terms } = connector;
    const { params, locator, name, url } = this.describe(kind, given);
    const begun = performance.now();
    const tried = await this.ask(connector, params);
    return {
      kind,
      kindName,
      params: { ...params },
      locator,
      name: tried.title ?? name,
      url,
      found,
      terms: shownTerms(terms),
      ...tried,
      durationMs: Math.round(performance.now() - begun),
    };
  }

  private async ask(connector: Connector, params: object): Promise<Tried> {
    const off = switchedOff(connector, this.settings.listening.allow);
    if (off !== null) return { ...UNTRIED, error: { code: 'switched-off', message: off } };
    // A place that sends by itself cannot be asked: it is as good as its parameters.
    if (!connector.poll) return { ...UNTRIED, ok: true };
    try {
      const { report, result } = await this.trial.run(connector.kind, params);
      const firstIntervalSeconds = this.firstInterval(result);
      return { ...report, ok: true, error: null, firstIntervalSeconds };
    } catch (error) {
      return { ...UNTRIED, error: faultOf(error) };
    }
  }

  /** As the first poll of a new source would set it. */
  private firstInterval(result: PollResult): number {
    const { intervalSeconds, minIntervalSeconds, maxIntervalSeconds } = this.settings.poll;
    const now = new Date();
    const source = Object.assign(new SourceEntity(), NEVER_ASKED, {
      createdAt: now,
      intervalSeconds,
      minIntervalSeconds,
      maxIntervalSeconds,
    });
    return marksOf(source, result, now, now).intervalSeconds;
  }

  private shown(connector: Connector): SourceKind {
    return describeKind(connector, this.outside.credential, this.settings.listening);
  }
}
