import { fork, type ChildProcess } from 'node:child_process';
import { setPriority, constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Taught, Teaching } from './teach.js';

/** Teaches models. */
export interface Teacher {
  /**
   * @param onProgress share of the work that is done (0..1)
   * @throws when the lessons cannot be learnt, or `signal` ends it
   */
  teach(
    teaching: Teaching,
    onProgress: (done: number) => void,
    signal: AbortSignal,
  ): Promise<Taught>;
}

/** What the process that learns tells. */
export type Told =
  { readonly progress: number } | { readonly taught: Taught } | { readonly fault: string };

/** Where the process that learns begins; a test runs it from source. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
}

const BUILT: Program = {
  file: fileURLToPath(new URL('./teach.process.js', import.meta.url)),
  args: [],
};

/** Learns in a process of its own, which gives way to all others: reading goes on meanwhile. */
export class TeacherApart implements Teacher {
  constructor(private readonly program: Program = BUILT) {}

  teach(
    teaching: Teaching,
    onProgress: (done: number) => void,
    signal: AbortSignal,
  ): Promise<Taught> {
    const { file, args } = this.program;
    // Its own flags only: an inspector of this process, say, is not for two. Nothing of it is printed.
    const child = fork(file, [...args], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    giveWay(child);
    return new Promise<Taught>((resolve, reject) => {
      const stop = (): void => {
        reject(new Error('teaching was stopped'));
        child.kill('SIGKILL');
      };
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      child.on('message', (told: Told) => {
        if ('progress' in told) onProgress(told.progress);
        else if ('fault' in told) reject(new Error(told.fault));
        else resolve(told.taught);
      });
      child.on('error', reject);
      child.on('exit', (code, by) => {
        signal.removeEventListener('abort', stop);
        reject(new Error(`the process that learns ended too early (${by ?? code})`));
      });
      child.send(teaching, (error) => error && reject(error));
    });
  }
}

function giveWay({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It may have ended already; then its exit tells why.
  }
}
