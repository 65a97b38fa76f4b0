import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** A place on loopback that answers as the test tells it to, and remembers what it was asked. */
export class LoopbackServer {
  readonly requests: http.IncomingMessage[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: http.Server,
    private readonly scheme: string,
  ) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    server.on('request', (request: http.IncomingMessage) => this.requests.push(request));
  }

  /** @param routes by path; what is not there is answered 404 */
  static async start(
    routes: Readonly<Record<string, Handler>> | Handler,
    tls?: { readonly key: string; readonly cert: string },
  ): Promise<LoopbackServer> {
    const server = tls ? https.createServer(tls) : http.createServer();
    const started = new LoopbackServer(server, tls ? 'https' : 'http');
    const answer: Handler = (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://any');
      const handler = typeof routes === 'function' ? routes : routes[pathname];
      if (handler) handler(request, response);
      else response.writeHead(404).end();
    };
    server.on('request', answer);
    // Handlers that open a stream speak on the socket of the request; others refuse as usual.
    server.on('upgrade', (request: http.IncomingMessage, socket: Socket) => {
      started.requests.push(request);
      const response = new http.ServerResponse(request);
      response.assignSocket(socket);
      response.on('finish', () => socket.end());
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** @param host a name that the test's lookup leads here; loopback itself by default */
  url(path: string, host = '127.0.0.1'): string {
    return `${this.scheme}://${host}:${this.port}${path}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Answers with a status, headers and a body. */
export function reply(
  status: number,
  headers: http.OutgoingHttpHeaders = {},
  body: string | Uint8Array = '',
): Handler {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

export function redirect(location: string, status = 302): Handler {
  return reply(status, { location });
}
