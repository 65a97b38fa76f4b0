import type { Headers } from '../http.js';
import type { HostGate, Turn } from './host-gate.js';
import { HostQueue } from './host-queue.js';
import { lessonOf, type Exchange } from './pace.js';
import { Patience } from './patience.js';

export interface TurnsOptions {
  /** Longest wait for a host, in milliseconds; beyond it the poll had better be put off. */
  readonly maxWaitMs: number;
  /** No exchange lasts longer, in milliseconds; after a process died its host is free again then. */
  readonly leaseMs: number;
}

export interface TurnRequest {
  /** Least time between the beginnings of two requests, in milliseconds. */
  readonly floorMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Tells what was answered, as soon as it is known. */
export type Tell = (status: number, headers: Headers) => void;

/** Somebody else's exchange is looked for so often: sooner at first, for most are short. */
const LOOK_AGAIN_MS = [25, 50, 100, 200] as const;
/** Those who wait for the same moment do not all ask at it. */
const JITTER_MS = 20;
const MOST_REMEMBERED = 1_000;

/**
 * Lets one exchange at a time run with a host, at its pace. Within this process those who wait
 * stand in line, so that at the gate, where all processes meet, each has one waiter per host.
 */
export class HostTurns {
  private readonly line = new HostQueue();
  /** When our own last exchange allows the next, so that the gate is not asked before in vain. */
  private readonly restsUntil = new Map<string, number>();

  constructor(
    private readonly gate: HostGate,
    private readonly options: TurnsOptions,
  ) {}

  /**
   * Runs the task when its host may be asked.
   *
   * @throws HostBusy when that would take too long; the signal's reason when it is aborted
   *   while waiting; whatever the gate throws when it cannot be asked
   */
  async run<Result>(
    host: string,
    { floorMs, signal }: TurnRequest,
    task: (tell: Tell) => Promise<Result>,
  ): Promise<Result> {
    const patience = new Patience(host, this.options.maxWaitMs, signal);
    try {
      return await this.line.run(host, patience.signal, async () => {
        const turn = await this.begin(host, patience);
        patience.end();
        return this.hold(host, turn, floorMs, task);
      });
    } finally {
      patience.end();
    }
  }

  private async begin(host: string, patience: Patience): Promise<Turn> {
    await this.rest(host, patience);
    for (let looked = 0; ; looked++) {
      const answer = await this.gate.begin(host, this.options.leaseMs);
      if (answer.begun) return answer;
      const again = LOOK_AGAIN_MS[Math.min(looked, LOOK_AGAIN_MS.length - 1)] ?? 0;
      const waitMs = answer.waitMs > 0 ? answer.waitMs : again;
      await patience.wait(waitMs + Math.random() * JITTER_MS);
    }
  }

  private async rest(host: string, patience: Patience): Promise<void> {
    const leftMs = (this.restsUntil.get(host) ?? 0) - performance.now();
    if (leftMs > 0) await patience.wait(leftMs + Math.random() * JITTER_MS);
  }

  private async hold<Result>(
    host: string,
    turn: Turn,
    floorMs: number,
    task: (tell: Tell) => Promise<Result>,
  ): Promise<Result> {
    const startedAt = performance.now();
    let answer: Exchange['answer'] = null;
    try {
      return await task((status, headers) => (answer = { status, headers }));
    } finally {
      const tookMs = performance.now() - startedAt;
      const lesson = lessonOf({ tookMs, floorMs, answer }, turn, new Date());
      this.remember(host, Math.max(lesson.restMs, lesson.pauseMs ?? 0));
      await this.gate.end(host, turn, lesson);
    }
  }

  private remember(host: string, restMs: number): void {
    const now = performance.now();
    if (this.restsUntil.size >= MOST_REMEMBERED)
      for (const [other, until] of this.restsUntil) if (until <= now) this.restsUntil.delete(other);
    if (restMs > 0) this.restsUntil.set(host, now + restMs);
  }
}
