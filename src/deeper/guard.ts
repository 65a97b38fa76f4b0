import type { Allowance } from '../domain/allowance.js';
import { DEEPER_REQUESTS, DEEPER_TOKENS } from '../domain/deeper.js';
import type { Breaker } from './breaker.js';
import { LeftAlone, ModelServerError, OutOfTime } from './errors.js';
import { Lanes } from './lanes.js';
import type { ChatQuestion, DeeperSettings, ModelServer } from './model-server.js';

/** Where use is counted, for all processes. */
export interface Budget {
  /** @throws AllowanceSpent */
  take(name: string, units: number, allowance: Allowance): Promise<void>;
  giveBack(name: string, units: number): Promise<void>;
}

export interface Answered<T> {
  readonly value: T;
  readonly tookMs: number;
}

/** What a task got, and what it cost; null: the server does not count. */
interface Costing<T> {
  readonly value: T;
  readonly tokens: number | null;
}

/** What a server adds to the messages by its template, at most about. */
const TEMPLATE_TOKENS = 64;
/** Of text where the server does not count: less than for any usual tokenizer and language we read. */
const BYTES_PER_TOKEN = 3;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** Asks the model server within the budget, the number at a time, the time-out and the breaker. */
export class Guard {
  private readonly lanes: Lanes;

  constructor(
    private readonly server: Pick<ModelServer, 'chat' | 'embed'>,
    private readonly settings: DeeperSettings,
    private readonly budget: Budget,
    private readonly breaker: Breaker,
  ) {
    this.lanes = new Lanes(settings.concurrency);
  }

  /**
   * @param signal ends the time of everything that belongs together
   * @throws AllowanceSpent, LeftAlone, OutOfTime, ModelServerError
   */
  chat(question: ChatQuestion, signal: AbortSignal): Promise<Answered<string>> {
    const bytes = bytesOf(JSON.stringify(question));
    // A token is at least a byte, so that no more is used than was taken.
    const most = bytes + TEMPLATE_TOKENS + this.settings.answerTokens;
    return this.run(most, signal, async (within) => {
      const { content, tokens } = await this.server.chat(question, within);
      const guessed = Math.ceil((bytes + bytesOf(content)) / BYTES_PER_TOKEN);
      return { value: content, tokens: tokens ?? guessed };
    });
  }

  /** As `chat`, for vectors. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Answered<number[][]>> {
    const bytes = bytesOf(texts.join(''));
    return this.run(bytes + TEMPLATE_TOKENS, signal, async (within) => {
      const { vectors, tokens } = await this.server.embed(texts, within);
      return { value: vectors, tokens: tokens ?? Math.ceil(bytes / BYTES_PER_TOKEN) };
    });
  }

  private async run<T>(
    mostTokens: number,
    signal: AbortSignal,
    task: (within: AbortSignal) => Promise<Costing<T>>,
  ): Promise<Answered<T>> {
    try {
      return await this.lanes.run(() => this.inLane(mostTokens, signal, task), signal);
    } catch (error) {
      if (error instanceof Error && error === signal.reason) throw new OutOfTime();
      throw error;
    }
  }

  private async inLane<T>(
    mostTokens: number,
    signal: AbortSignal,
    task: (within: AbortSignal) => Promise<Costing<T>>,
  ): Promise<Answered<T>> {
    if (!this.breaker.mayAsk()) throw new LeftAlone();
    try {
      await this.take(mostTokens);
    } catch (error) {
      this.breaker.undecided();
      throw error;
    }
    const startedAt = performance.now();
    try {
      const { value, tokens } = await this.inTime(signal, task);
      this.breaker.answered();
      await this.giveBack(0, mostTokens - (tokens ?? mostTokens));
      return { value, tookMs: performance.now() - startedAt };
    } catch (error) {
      if (error instanceof ModelServerError) this.breaker.failed(error);
      else this.breaker.undecided();
      const reached = !(error instanceof ModelServerError) || error.what.reached;
      if (!reached) await this.giveBack(1, mostTokens);
      throw error;
    }
  }

  /** @throws ModelServerError when it took its whole time; OutOfTime when the others had used that up */
  private async inTime<T>(
    signal: AbortSignal,
    task: (within: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { timeoutMs } = this.settings;
    const own = AbortSignal.timeout(timeoutMs);
    const startedAt = performance.now();
    try {
      return await task(AbortSignal.any([own, signal]));
    } catch (error) {
      if (!own.aborted && !signal.aborted) throw error;
      // One that began late in the time of all says little about the server.
      if (performance.now() - startedAt < timeoutMs / 2) throw new OutOfTime();
      throw new ModelServerError(
        `The model server took longer than ${timeoutMs / 1000} s. Use a smaller model, or raise deeper.timeoutMs.`,
        { reached: true },
        { cause: error },
      );
    }
  }

  private async take(tokens: number): Promise<void> {
    const { requestsPerDay, tokensPerDay } = this.settings;
    await this.budget.take(DEEPER_REQUESTS, 1, { most: requestsPerDay, per: 'day' });
    try {
      await this.budget.take(DEEPER_TOKENS, tokens, { most: tokensPerDay, per: 'day' });
    } catch (error) {
      await this.giveBack(1, 0);
      throw error;
    }
  }

  /** What cannot be given back counts as used, which costs less than an answer. */
  private async giveBack(requests: number, tokens: number): Promise<void> {
    const back = async (name: string, units: number): Promise<void> => {
      if (units > 0) await this.budget.giveBack(name, units).catch(() => undefined);
    };
    await back(DEEPER_REQUESTS, requests);
    await back(DEEPER_TOKENS, tokens);
  }
}
