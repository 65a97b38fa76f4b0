import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import { ModelServerError } from './errors.js';

/** Of one answer, in bytes: vectors of a page of texts come nowhere near it. */
export const MAX_ANSWER_BYTES = 4_000_000;

/** Somebody has to change something before these go away. */
const LASTING = new Set([401, 403, 404, 405]);
/** Longest that a server is left alone at its own word (ms). */
const MAX_WAIT_MS = 3_600_000;

/**
 * Reads an answer of the model server.
 *
 * @throws ModelServerError for any status but 2xx (a redirect is one: it is not followed), for more
 *   than MAX_ANSWER_BYTES, and for what does not fit the schema
 * @throws the signal's reason when it is aborted
 */
export async function readJson<T>(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> {
  if (statusCode < 200 || statusCode > 299) {
    body.on('error', () => undefined).destroy();
    throw statusError(statusCode, headers['retry-after']);
  }
  const text = await collect(body, signal);
  const parsed = schema.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new ModelServerError(
    'The model server answers, but not in the shape of chat-completions. Check deeper.url.',
    { reached: true },
  );
}

async function collect(
  body: Dispatcher.ResponseData['body'],
  signal: AbortSignal,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Leaving the loop by an error destroys the stream, and with it the connection.
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ModelServerError) throw error;
    throw new ModelServerError('The model server broke off its answer.', { reached: true });
  }
  return Buffer.concat(chunks, size).toString('utf8');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const tooLarge = (): ModelServerError =>
  new ModelServerError(
    `The model server sent more than ${MAX_ANSWER_BYTES / 1_000_000} MB. Check deeper.url.`,
    { reached: true },
  );

function statusError(status: number, retryAfter: string | string[] | undefined): ModelServerError {
  const redirect = status >= 300 && status < 400;
  const seconds = Number(retryAfter);
  return new ModelServerError(`The model server answers ${status}. ${adviceFor(status)}`, {
    reached: true,
    status,
    lasting: redirect || LASTING.has(status),
    waitMs:
      retryAfter !== undefined && Number.isFinite(seconds) && seconds > 0
        ? Math.min(seconds * 1000, MAX_WAIT_MS)
        : null,
  });
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403) return 'Check EARSHOT_DEEPER_KEY.';
  if (status === 404) return 'Check deeper.url and deeper.model.';
  if (status === 429) return 'It asks to be left alone for a while.';
  if (status >= 300 && status < 400)
    return 'Redirects are not followed: set deeper.url to where it leads, if you trust that.';
  return status >= 500 ? 'See its own log.' : 'It does not take such questions.';
}
