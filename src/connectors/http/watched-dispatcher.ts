import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { DecoratorHandler, Dispatcher } from 'undici';

/**
 * Passes a handshake on, and remembers what came of it: a WebSocket by itself tells only that
 * there was an error, not which, and has no way to make the other side wait.
 */
export class WatchedDispatcher extends Dispatcher {
  /** The open connection; null until it is one. */
  connection: Duplex | null = null;
  /** What the place answered instead of opening a stream. */
  answer: { readonly status: number; readonly headers: IncomingHttpHeaders } | null = null;
  failure: Error | null = null;
  /** Read by undici's WebSocket. */
  readonly webSocketOptions: { readonly maxPayloadSize: number };

  constructor(
    private readonly inner: Dispatcher,
    maxMessageBytes: number,
  ) {
    super();
    this.webSocketOptions = { maxPayloadSize: maxMessageBytes };
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    // Brings handlers of either of undici's two forms into the newer one.
    const next: Dispatcher.DispatchHandler = new DecoratorHandler(handler);
    return this.inner.dispatch(options, {
      onRequestStart: (controller, context) => next.onRequestStart?.(controller, context),
      onRequestUpgrade: (controller, status, headers, socket) => {
        this.connection = socket;
        next.onRequestUpgrade?.(controller, status, headers, socket);
      },
      onResponseStart: (controller, status, headers, message) => {
        this.answer = { status, headers };
        next.onResponseStart?.(controller, status, headers, message);
      },
      onResponseData: (controller, chunk) => next.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => next.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => {
        this.failure ??= error;
        next.onResponseError?.(controller, error);
      },
    });
  }
}
