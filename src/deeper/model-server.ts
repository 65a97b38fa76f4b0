import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';
import type { Settings } from '../settings/schema.js';
import { baseOf, checkLiteral, ownNetworkOnly } from './address.js';
import { ModelServerError } from './errors.js';
import { readJson } from './response.js';

export interface Message {
  readonly role: 'system' | 'user';
  readonly content: string;
}

/** What the server said, and what it cost. */
export interface Said {
  readonly content: string;
  /** Tokens of question and answer; null when the server does not count. */
  readonly tokens: number | null;
}

/** What is asked: messages, and the JSON schema of the answer. */
export interface ChatQuestion {
  readonly messages: readonly Message[];
  readonly schema: object;
}

const ChatAnswer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: z.object({ total_tokens: z.number().int().min(0) }).nullish(),
});
const EmbeddingsAnswer = z.object({
  data: z.array(
    z.object({ index: z.number().int().min(0), embedding: z.array(z.number()).min(1) }),
  ),
  usage: z.object({ total_tokens: z.number().int().min(0) }).nullish(),
});
const ModelsAnswer = z.object({ data: z.array(z.object({ id: z.string() })) });

/**
 * How an answer is held to its JSON schema, best first. Servers that know none of these say so by an
 * error (some by a 500) or by ignoring it; then JSON is looked for in the text.
 */
const FORMATS = ['json_schema', 'json_object', 'text'] as const;
type Format = (typeof FORMATS)[number];
const FORMAT_REFUSED = new Set([400, 415, 422, 500, 501]);

/** The settings of a deeper model that is switched on. */
export type DeeperSettings = Settings['deeper'] & {
  readonly url: string;
  readonly model: string;
};

/**
 * A model server with the usual chat-completions and embeddings over HTTP, as Ollama, vLLM and
 * llama.cpp's server have them. It follows no redirect: texts go where the operator said.
 */
export class ModelServer {
  private readonly base: string;
  private readonly agent: Agent;
  /** The best one that this server takes; null until it has answered. */
  private format: Format | null = null;

  /** @param key sent as a bearer token; null: none */
  constructor(
    private readonly settings: DeeperSettings,
    private readonly key: string | null,
  ) {
    this.base = baseOf(settings.url);
    const plain = new URL(this.base).protocol === 'http:';
    this.agent = new Agent({
      allowH2: false,
      connections: settings.concurrency,
      connect: plain ? { lookup: ownNetworkOnly } : {},
      // Those who await an answer have time-outs of their own; this is for what nobody awaits.
      headersTimeout: settings.timeoutMs,
      bodyTimeout: settings.timeoutMs,
    });
  }

  /**
   * @throws ModelServerError
   * @throws the signal's reason when it is aborted
   */
  async chat(question: ChatQuestion, signal: AbortSignal): Promise<Said> {
    if (this.format !== null) return this.chatIn(this.format, question, signal);
    for (const format of FORMATS) {
      try {
        const said = await this.chatIn(format, question, signal);
        this.format = format;
        return said;
      } catch (error) {
        if (format === 'text' || !isRefusedFormat(error)) throw error;
      }
    }
    throw new Error('unreachable: the last format either answers or throws');
  }

  private async chatIn(
    format: Format,
    { messages, schema }: ChatQuestion,
    signal: AbortSignal,
  ): Promise<Said> {
    const { choices, usage } = await this.call('POST', '/v1/chat/completions', ChatAnswer, signal, {
      model: this.settings.model,
      messages,
      temperature: 0,
      max_tokens: this.settings.answerTokens,
      stream: false,
      ...formatOf(format, schema),
    });
    return { content: choices[0]?.message.content ?? '', tokens: usage?.total_tokens ?? null };
  }

  /**
   * @returns one vector per text, in their order
   * @throws ModelServerError, also when the vectors do not fit the texts
   */
  async embed(
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<{ vectors: number[][]; tokens: number | null }> {
    const body = { model: this.settings.embeddings, input: texts, encoding_format: 'float' };
    const answer = await this.call('POST', '/v1/embeddings', EmbeddingsAnswer, signal, body);
    const vectors = [...answer.data]
      .sort((a, b) => a.index - b.index)
      .map(({ embedding }) => embedding);
    const length = vectors[0]?.length ?? 0;
    if (vectors.length !== texts.length || vectors.some((vector) => vector.length !== length))
      throw new ModelServerError('The model server gave vectors that do not fit the texts.', {
        reached: true,
      });
    return { vectors, tokens: answer.usage?.total_tokens ?? null };
  }

  /** Names of the models that it offers. Throws as `chat` */
  async models(signal: AbortSignal): Promise<string[]> {
    const { data } = await this.call('GET', '/v1/models', ModelsAnswer, signal);
    return data.map(({ id }) => id);
  }

  /** Ends the connections kept open. */
  close(): Promise<void> {
    return this.agent.close();
  }

  private async call<T>(
    method: 'GET' | 'POST',
    path: string,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    body?: object,
  ): Promise<T> {
    const url = new URL(this.base + path);
    checkLiteral(url);
    let answer: Dispatcher.ResponseData;
    try {
      answer = await request(url, {
        method,
        dispatcher: this.agent,
        signal,
        headers: {
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
          ...(this.key !== null && { authorization: `Bearer ${this.key}` }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      signal.throwIfAborted();
      throw unreachable(error);
    }
    return readJson(answer, schema, signal);
  }
}

function formatOf(format: Format, schema: object): object {
  if (format === 'text') return {};
  if (format === 'json_object') return { response_format: { type: format } };
  const json_schema = { name: 'answer', strict: true, schema };
  return { response_format: { type: format, json_schema } };
}

const isRefusedFormat = (error: unknown): boolean =>
  error instanceof ModelServerError && FORMAT_REFUSED.has(error.what.status ?? 0);

function unreachable(error: unknown): ModelServerError {
  // The lookup's own refusal says what to do.
  if (error instanceof ModelServerError) return error;
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const why = code ?? (error instanceof Error ? error.name : 'unknown');
  return new ModelServerError(
    `The model server cannot be reached (${why}). Check deeper.url and whether it runs.`,
    { reached: code?.startsWith('UND_ERR_') === true && code !== 'UND_ERR_CONNECT_TIMEOUT' },
    { cause: error },
  );
}
