/** Longer than this a stop must not take. */
const STOP_WITHIN_MS = 9_000;

/**
 * Waits for Ctrl-C or SIGTERM, then closes. A second signal, or a close that takes too long,
 * ends the process at once: nothing is lost by that, it is only less tidy.
 */
export async function untilStopped(
  close: () => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(name, () => resolve(name));
  });
  say(`${signal}: finishing what is under way …`);
  const giveUp = (): never => process.exit(1);
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, giveUp);
  const timer = setTimeout(giveUp, STOP_WITHIN_MS);
  await close();
  clearTimeout(timer);
  say('stopped');
}
