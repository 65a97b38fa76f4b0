import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Read, ReadInput } from '../domain/reading.js';
import { ReadingEngine, type Engine, type EngineOptions, type InForce } from './engine.js';

/** As it was built; run from source there is none. */
const PROGRAM = new URL('./engine.thread.js', import.meta.url);

/** @param warn is told, in words, what goes on in another way than it was meant to */
export function openEngine(options: EngineOptions, warn: (what: string) => void): Engine {
  return existsSync(PROGRAM) ? new EngineInThread(options, warn) : new ReadingEngine(options, warn);
}

/** What the thread is asked. */
export type Asked = { readonly id: number } & (
  { readonly use: InForce } | { readonly read: readonly ReadInput[] }
);

/** What it says. */
export type Said =
  | { readonly warning: string }
  | { readonly id: number; readonly model: string }
  | { readonly id: number; readonly reads: Read[] }
  | { readonly id: number; readonly error: Error };
type Answer = Exclude<Said, { warning: string }>;

interface Waiting {
  readonly done: (answer: Answer) => void;
  readonly failed: (error: Error) => void;
}
interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

/**
 * Reads in a thread of its own: reading is all computing, and what shares its thread would wait
 * for it. A thread that dies fails what it was reading, and the next page opens another.
 */
export class EngineInThread implements Engine {
  model = '';
  private thread: Thread | null = null;
  private inForce: InForce | null = null;
  private asked = 0;

  /** @param program of the thread */
  constructor(
    private readonly options: EngineOptions,
    private readonly warn: (what: string) => void,
    private readonly program: { readonly file: URL; readonly argv?: string[] } = {
      file: PROGRAM,
    },
  ) {}

  async use(inForce: InForce): Promise<void> {
    this.inForce = inForce;
    const answer = await this.ask({ use: inForce });
    if ('model' in answer) this.model = answer.model;
  }

  async read(inputs: readonly ReadInput[]): Promise<Read[]> {
    if (this.inForce === null) throw new Error('the engine was not told what to read by');
    if (this.thread === null) await this.use(this.inForce);
    const answer = await this.ask({ read: inputs });
    return 'reads' in answer ? answer.reads : [];
  }

  /** Ends the thread; what it was reading fails. */
  async close(): Promise<void> {
    await this.thread?.worker.terminate();
  }

  private async ask(what: { use: InForce } | { read: readonly ReadInput[] }): Promise<Answer> {
    const { worker, waiting } = (this.thread ??= this.open());
    const id = ++this.asked;
    // It keeps the process alive as long as something waits for it, and no longer.
    worker.ref();
    const answer = await new Promise<Answer>((done, failed) => {
      waiting.set(id, { done, failed });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
      worker.postMessage({ id, ...what } satisfies Asked);
    });
    if ('error' in answer) throw answer.error;
    return answer;
  }

  private open(): Thread {
    const { file, argv } = this.program;
    const worker = new Worker(file, { argv: argv ?? [], workerData: this.options });
    const thread: Thread = { worker, waiting: new Map() };
    worker.on('message', (said: Said) => {
      if ('warning' in said) return this.warn(said.warning);
      thread.waiting.get(said.id)?.done(said);
      thread.waiting.delete(said.id);
      if (thread.waiting.size === 0) worker.unref();
    });
    worker.on('error', (error) => this.lost(thread, error));
    worker.on('exit', () => this.lost(thread, new Error('the reading thread has ended')));
    return thread;
  }

  private lost(thread: Thread, error: Error): void {
    if (this.thread === thread) this.thread = null;
    for (const { failed } of thread.waiting.values()) failed(error);
    thread.waiting.clear();
  }
}
