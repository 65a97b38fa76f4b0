import type { DataSource, EntityManager } from '../../src/store/database.js';
import type { Bus } from '../../src/queue/bus.js';
import type { Dice } from '../support/makers.js';

/** Decides where a process dies. */
export class Fate {
  deaths = 0;
  constructor(
    private readonly dice: Dice,
    private readonly chance: number,
  ) {}

  /** Runs the act; before or after it, the process may die. */
  async around<Result>(act: () => Promise<Result>): Promise<Result> {
    this.strike();
    const result = await act();
    this.strike();
    return result;
  }

  private strike(): void {
    if (this.dice.next() >= this.chance) return;
    this.deaths++;
    throw new Error('killed');
  }
}

/** The same database, in which a process dies before, after and between any two statements. */
export function mortalDatabase(database: DataSource, fate: Fate): DataSource {
  return new Proxy(database, {
    get(target, name): unknown {
      if (name === 'query') return mortalQuery(target, fate);
      if (name === 'transaction')
        return (run: (transaction: EntityManager) => Promise<unknown>) =>
          fate.around(() =>
            target.transaction((transaction) => run(mortalManager(transaction, fate))),
          );
      return bound(target, name);
    },
  });
}

function mortalManager(manager: EntityManager, fate: Fate): EntityManager {
  return new Proxy(manager, {
    get: (target, name): unknown =>
      name === 'query' ? mortalQuery(target, fate) : bound(target, name),
  });
}

const mortalQuery =
  (target: Pick<DataSource, 'query'>, fate: Fate) =>
  (sql: string, parameters?: unknown[]): Promise<unknown> =>
    fate.around(() => target.query(sql, parameters));

/** The same queue; the process dies before or after it added a job. */
export function mortalBus(bus: Bus, fate: Fate): Bus {
  return new Proxy(bus, {
    get(target, name): unknown {
      if (name !== 'add') return bound(target, name);
      return (...given: Parameters<Bus['add']>) => fate.around(() => target.add(...given));
    },
  });
}

function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name);
  return typeof value === 'function' ? (value.bind(target) as unknown) : value;
}
