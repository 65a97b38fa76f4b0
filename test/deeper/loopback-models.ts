import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll } from 'vitest';

/** A question as it came in. */
export interface Asked {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: {
    readonly model?: string;
    readonly messages?: readonly { role: string; content: string }[];
    readonly response_format?: { type: string; json_schema?: { schema: object } };
    readonly max_tokens?: number;
    readonly temperature?: number;
    readonly input?: readonly string[];
  };
}

type Reply = (asked: Asked, response: http.ServerResponse) => void;

/** A model server on loopback with the usual shape, which says what the test tells it to. */
export class LoopbackModels {
  readonly asked: Asked[] = [];
  /** Requests that are being answered, and the most there ever were at a time. */
  atOnce = 0;
  mostAtOnce = 0;
  /** What the model says to a question. */
  says: (asked: Asked) => string = () => '{}';
  /** Formats of answers that it knows; another one is an error, with this status. */
  formats: readonly string[] = ['json_schema', 'json_object'];
  formatStatus = 400;
  /** As the answer counts tokens; null: it does not. */
  tokens: number | null = 100;
  vectorOf: (text: string) => number[] = (text) => [text.length, 1];
  names: readonly string[] = ['tiny'];
  /** Answers in its own way instead. */
  instead: Reply | null = null;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: http.Server) {}

  static async start(): Promise<LoopbackModels> {
    const server = http.createServer();
    const models = new LoopbackModels(server);
    server.on('connection', (socket: Socket) => {
      models.sockets.add(socket);
      socket.on('error', () => undefined);
    });
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
      void models.receive(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterAll(() => models.close());
    return models;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Questions about texts and themes, without those that asked for a format it does not know. */
  get questions(): Asked[] {
    return this.asked.filter(({ path }) => path === '/v1/chat/completions');
  }

  /** Forgets what it was asked and told. */
  reset(): void {
    this.asked.length = 0;
    this.mostAtOnce = 0;
    this.says = () => '{}';
    this.formats = ['json_schema', 'json_object'];
    this.formatStatus = 400;
    this.tokens = 100;
    this.instead = null;
  }

  private async receive(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    this.atOnce++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    response.on('close', () => this.atOnce--);
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Asked['body'];
    const asked = { path: request.url ?? '', headers: request.headers, body };
    this.asked.push(asked);
    (this.instead ?? ((one, to) => this.answer(one, to)))(asked, response);
  }

  /** As a server of this shape does. */
  answer(asked: Asked, response: http.ServerResponse): void {
    const usage = this.tokens === null ? {} : { usage: { total_tokens: this.tokens } };
    if (asked.path === '/v1/models') {
      return sendJson(response, 200, { object: 'list', data: this.names.map((id) => ({ id })) });
    }
    if (asked.path === '/v1/embeddings') {
      const data = (asked.body.input ?? []).map((text, index) => ({
        index,
        embedding: this.vectorOf(text),
      }));
      return sendJson(response, 200, { object: 'list', data: data.reverse(), ...usage });
    }
    const format = asked.body.response_format?.type;
    if (format !== undefined && !this.formats.includes(format))
      return sendJson(response, this.formatStatus, { error: { message: 'unknown format' } });
    const message = { role: 'assistant', content: this.says(asked) };
    sendJson(response, 200, { choices: [{ index: 0, message }], ...usage });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function sendJson(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export const system = ({ body }: Asked): string => body.messages?.[0]?.content ?? '';
export const user = ({ body }: Asked): string => body.messages?.[1]?.content ?? '';

/** What stands between the marks of a question: the customer's words, as they came in. */
export function fenced(asked: Asked): string {
  const fence = /two lines with (\S+)\./.exec(system(asked))?.[1] ?? 'no fence';
  const [, between = 'no text', after] = user(asked).split(`${fence}\n`);
  if (after === undefined) return 'no end';
  return between.trimEnd();
}
