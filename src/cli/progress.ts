import { SingleBar } from 'cli-progress';

export interface Progress {
  /** Share of the work that is done (0..1), and what is being worked on. */
  update(done: number, what?: string): void;
  stop(): void;
}

const STEPS = 1000;

/** A bar on standard error when that is a terminal, else nothing. */
export function progressBar(what: string): Progress {
  if (!process.stderr.isTTY) {
    return { update: () => undefined, stop: () => undefined };
  }
  const bar = new SingleBar({
    format: '{what} [{bar}] {percentage} % · {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(STEPS, 0, { what });
  return {
    update: (done, now) =>
      bar.update(Math.round(done * STEPS), now === undefined ? {} : { what: now }),
    stop: () => bar.stop(),
  };
}
