import { AllowanceSpent, type Allowance } from '../../src/domain/allowance.js';
import type { DeeperTally, DeeperWork } from '../../src/domain/deeper.js';
import { NOT_JUDGED } from '../../src/domain/deeper.js';
import type { Read, Reader, ReadInput, Reading } from '../../src/domain/reading.js';
import { Deeper, type Records } from '../../src/deeper/deeper.js';
import type { Budget } from '../../src/deeper/guard.js';
import type { DeeperSettings } from '../../src/deeper/model-server.js';
import type { Judged } from '../../src/deeper/trust.js';
import { loadSettings } from '../../src/settings/load.js';
import { makeReading } from '../support/makers.js';

export function makeSettings(url: string, given: Partial<DeeperSettings> = {}): DeeperSettings {
  return { ...loadSettings({}).deeper, url, model: 'tiny', ...given };
}

/** Counts in memory what `BudgetsStore` counts in the database. */
export class PlainBudget implements Budget {
  readonly used = new Map<string, number>();

  take(name: string, units: number, { most }: Allowance): Promise<void> {
    const used = (this.used.get(name) ?? 0) + units;
    if (used > most) return Promise.reject(new AllowanceSpent(name, new Date(0)));
    this.used.set(name, used);
    return Promise.resolve();
  }

  giveBack(name: string, units: number): Promise<void> {
    this.used.set(name, (this.used.get(name) ?? 0) - units);
    return Promise.resolve();
  }
}

/** Remembers what was recorded. */
export class PlainRecords implements Records {
  readonly kept: { work: DeeperWork; tally: DeeperTally }[] = [];
  people: Judged = NOT_JUDGED;

  record(_model: string, work: DeeperWork, { ends, tookMs, failure }: DeeperTally): Promise<void> {
    this.kept.push({ work, tally: { ends: { ...ends }, tookMs: [...tookMs], failure } });
    return Promise.resolve();
  }

  judged(): Promise<Judged> {
    return Promise.resolve(this.people);
  }

  get ends(): DeeperTally['ends'] | undefined {
    return this.kept.at(-1)?.tally.ends;
  }
}

/** A deeper model whose records, budget, clock and warnings the test sees. */
export class World {
  readonly budget = new PlainBudget();
  readonly records = new PlainRecords();
  readonly warnings: string[] = [];
  nowMs = 0;
  readonly deeper: Deeper;

  constructor(url: string, given: Partial<DeeperSettings> = {}, key: string | null = null) {
    this.deeper = new Deeper({
      settings: makeSettings(url, given),
      key,
      budget: this.budget,
      records: this.records,
      warn: (message) => this.warnings.push(message),
      now: () => this.nowMs,
    });
  }
}

export const unsureComplaint: Reading['complaint'] = {
  label: 'unsure',
  best: 'other',
  probability: 0.45,
};
export const unsureSentiment: Reading['sentiment'] = {
  label: 'unsure',
  best: 'neutral',
  probabilities: { negative: 0.3, neutral: 0.4, positive: 0.3 },
};

/** Reads every text alike. */
export class SameReader implements Reader {
  readonly model = 'linear-2+abcd1234+t7';
  constructor(private readonly given: Partial<Reading> = { complaint: unsureComplaint }) {}

  read(inputs: readonly ReadInput[]): Promise<Read[]> {
    const reading = makeReading({ model: this.model, ...this.given });
    return Promise.resolve(inputs.map(() => ({ reading, vector: Int8Array.of(1, 2) })));
  }
}
