import type { Budget, Outside } from '../../src/connectors/connector.js';
import type { HttpClient } from '../../src/connectors/http.js';
import { AllowanceSpent, type Allowance } from '../../src/domain/allowance.js';

/** Counts in memory and never renews. */
export class MemoryBudget implements Budget {
  readonly used = new Map<string, number>();

  take(name: string, units: number, { most }: Allowance): Promise<void> {
    const used = (this.used.get(name) ?? 0) + units;
    if (used > most)
      return Promise.reject(new AllowanceSpent(name, new Date(Date.now() + 3_600_000)));
    this.used.set(name, used);
    return Promise.resolve();
  }

  giveBack(name: string, units: number): Promise<void> {
    this.used.set(name, (this.used.get(name) ?? 0) - units);
    return Promise.resolve();
  }
}

/** The way out over a client of the test's own, with these secrets. */
export function outsideOf(
  http: HttpClient,
  credentials: Readonly<Record<string, string>> = {},
): Outside & { readonly budget: MemoryBudget } {
  return { http, budget: new MemoryBudget(), credential: (env) => credentials[env] ?? null };
}
