/** Longer than this a stop must not take. */
const STOP_WITHIN_MS = 9_000;
/** One Ctrl-C comes twice, from the terminal and from npm; so soon a second one is no impatience. */
const ECHO_MS = 1_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Waits for Ctrl-C or SIGTERM, then closes. A later second signal, or a close that takes too
 * long, ends the process at once: nothing is lost by that, it is only less tidy.
 */
export async function untilStopped(
  close: () => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  let stoppedAt = 0;
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of SIGNALS)
      process.on(name, () => {
        if (stoppedAt > 0 && performance.now() - stoppedAt > ECHO_MS) process.exit(1);
        stoppedAt ||= performance.now();
        resolve(name);
      });
  });
  say(`${signal}: finishing what is under way …`);
  const timer = setTimeout(() => process.exit(1), STOP_WITHIN_MS);
  await close();
  clearTimeout(timer);
  say('stopped');
}
