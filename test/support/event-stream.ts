/** Reads server-sent events as they come. */
export class EventStream {
  text = '';
  ended = false;
  private readonly abort = new AbortController();

  private constructor(
    readonly status: number,
    readonly headers: Headers,
  ) {}

  static async open(url: string, headers: Record<string, string>): Promise<EventStream> {
    const controller = new AbortController();
    const response = await fetch(url, { headers, signal: controller.signal });
    const stream = new EventStream(response.status, response.headers);
    stream.abort.signal.addEventListener('abort', () => controller.abort());
    void stream.read(response);
    return stream;
  }

  private async read({ body }: Response): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body ?? []) this.text += decoder.decode(chunk, { stream: true });
    } catch (error) {
      if (!this.abort.signal.aborted) throw error;
    }
    this.ended = true;
  }

  /** What the events named `name` carried, in order. */
  events(name: string): unknown[] {
    return this.text
      .split('\n\n')
      .filter((event) => event.split('\n').includes(`event: ${name}`))
      .map((event) => JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? 'null') as unknown);
  }

  close(): void {
    this.abort.abort();
  }
}
