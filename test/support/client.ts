import type { z } from 'zod';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

export interface Asked {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Asks the API over HTTP as a browser of our own pages does. */
export class Client {
  private readonly cookies = new Map<string, string>();

  constructor(readonly url: string) {}

  async signIn(token: string): Promise<void> {
    const answer = await this.send('POST', '/api/v1/session', { body: { token } });
    if (answer.status !== 201) throw new Error(`sign-in failed: ${answer.text}`);
    this.take(answer);
  }

  /** Keeps the cookies of an answer, as a browser does; a path and an end are not looked at. */
  take({ headers }: Pick<Answer, 'headers'>): void {
    for (const line of headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = ''] = pair.split('=');
      this.cookies.set(name, pair);
    }
  }

  /** The headers of a signed-in browser. */
  headers(): Record<string, string> {
    const Cookie = [...this.cookies.values()].join('; ');
    return { Origin: this.url, ...(Cookie === '' ? {} : { Cookie }) };
  }

  async send(method: string, path: string, asked: Asked = {}): Promise<Answer> {
    const { body } = asked;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...this.headers(),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...asked.headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  }

  /**
   * Asks below /api/v1, expects success, and checks the answer against its view.
   *
   * @throws when the status is none of success or the answer is not as the view says
   */
  async ask<View extends z.ZodType>(
    view: View,
    method: string,
    path: string,
    asked: Asked = {},
  ): Promise<z.output<View>> {
    const answer = await this.send(method, `/api/v1${path}`, asked);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return view.parse(answer.json);
  }

  get<View extends z.ZodType>(view: View, path: string): Promise<z.output<View>> {
    return this.ask(view, 'GET', path);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
