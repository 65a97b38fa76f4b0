/** Longer than this a stop must not take. */
const STOP_WITHIN_MS = 9_000;
/** One Ctrl-C comes twice, from the terminal and from npm; so soon a second one is no impatience. */
const ECHO_MS = 1_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for Ctrl-C and SIGTERM from now on. To be called before anybody can see that the program
 * runs: who stops it as soon as it is healthy must not cut it off.
 *
 * A second signal, well after the first, ends the process at once: nothing is lost by that, it is
 * only less tidy.
 */
export function askedToStop(): Promise<NodeJS.Signals> {
  let stoppedAt = 0;
  return new Promise((resolve) => {
    for (const name of SIGNALS)
      process.on(name, () => {
        if (stoppedAt > 0 && performance.now() - stoppedAt > ECHO_MS) process.exit(1);
        stoppedAt ||= performance.now();
        resolve(name);
      });
  });
}

/**
 * Waits until it is asked to stop, then closes. A close that takes too long ends the process.
 *
 * @param asked from `askedToStop`
 */
export async function untilStopped(
  asked: Promise<NodeJS.Signals>,
  close: () => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  const signal = await asked;
  say(`${signal}: finishing what is under way …`);
  const timer = setTimeout(() => process.exit(1), STOP_WITHIN_MS);
  await close();
  clearTimeout(timer);
  say('stopped');
}
