import { ModelServerError } from './errors.js';
import { ModelServer, type DeeperSettings } from './model-server.js';

/** Names of models that are told; a server may have hundreds. */
const MOST_NAMES = 5;

/**
 * Looks whether the model server answers for its model. Where it does not list it (llama.cpp's
 * server takes any name), a question of a few words is asked; it does not count towards the budget.
 *
 * @returns what was seen
 * @throws Error that says what to mend
 */
export async function checkUp(settings: DeeperSettings, key: string | null): Promise<string> {
  const server = new ModelServer(settings, key);
  const time = (): AbortSignal => AbortSignal.timeout(settings.timeoutMs);
  const { host } = new URL(settings.url);
  const wanted = [settings.model, settings.embeddings].filter((name) => name !== null);
  try {
    const listed = await server.models(time()).catch((error: unknown) => {
      if (error instanceof ModelServerError && error.what.status === 404) return [];
      throw error;
    });
    const missing = wanted.filter((name) => !listed.some((id) => isNamed(id, name)));
    if (missing.length === 0) return `${host} answers, with ${wanted.join(' and ')}`;
    await asked(server, settings, time).catch((error: unknown) => {
      const has = listed.slice(0, MOST_NAMES).join(', ') || 'lists none';
      throw new Error(`${messageOf(error)} It does not list ${missing.join(', ')} (${has}).`);
    });
    return `${host} answers for ${wanted.join(' and ')}, though it does not list ${missing.join(', ')}`;
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    if (late) throw new Error(`${host} took longer than deeper.timeoutMs`, { cause: error });
    throw error;
  } finally {
    await server.close();
  }
}

async function asked(
  server: ModelServer,
  { embeddings }: DeeperSettings,
  time: () => AbortSignal,
): Promise<void> {
  const schema = { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] };
  await server.chat(
    { messages: [{ role: 'user', content: 'Answer with {"ok": true}' }], schema },
    time(),
  );
  if (embeddings !== null) await server.embed(['ok'], time());
}

/** Ollama lists a model without a tag as `:latest`. */
const isNamed = (listed: string, name: string): boolean =>
  listed === name || listed === `${name}:latest`;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
