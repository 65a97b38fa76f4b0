import { WebSocket, type Dispatcher } from 'undici';
import { Unreachable } from '../errors.js';
import type { SocketOptions } from '../http.js';
import { describe } from './redirects.js';

/**
 * Opens a WebSocket and gives its text messages in order.
 *
 * @param dispatcher guards the connection as it does every other one
 * @throws Unreachable when it cannot be opened or breaks; the signal's reason when it is aborted
 */
export async function* openSocket(
  url: string,
  dispatcher: Dispatcher,
  { signal }: SocketOptions,
): AsyncGenerator<string> {
  signal.throwIfAborted();
  const place = describe(new URL(url));
  const socket = new WebSocket(url, { dispatcher });
  const waiting: string[] = [];
  let wake: () => void = () => undefined;
  let ended: { readonly error: Error | null } | null = null;
  const end = (error: Error | null): void => {
    ended ??= { error };
    wake();
  };
  const abort = (): void => end(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') waiting.push(data);
    wake();
  });
  socket.addEventListener('close', () => end(null));
  socket.addEventListener('error', ({ error }) =>
    end(new Unreachable(`The stream of ${place} broke. Earshot tries again.`, { cause: error })),
  );
  try {
    for (;;) {
      while (waiting.length > 0) yield waiting.shift() as string;
      const over = ended as { readonly error: Error | null } | null;
      if (over?.error) throw over.error;
      if (over !== null) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal.removeEventListener('abort', abort);
    socket.close();
  }
}
