import { once } from 'node:events';
import { createInterface } from 'node:readline';

type Row = Record<string, unknown>;

/** A line that is no JSON object; everything else is for the command to judge. */
class BadLine extends Error {
  readonly code = 'invalid-json';
}

/**
 * Answers JSON Lines with JSON Lines: one answer per line, in the same order, each written as
 * soon as its line was read. A line that cannot be answered is answered with
 * `{"id","ok":false,"error":{"code","message"}}`, and the rest goes on. Ends with the input,
 * or quietly when nobody reads the output any more.
 *
 * @param answer gives the whole answer to a row; the `code` of what it throws is told
 */
export async function answerLines(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  answer: (row: Row) => Promise<object> | object,
): Promise<void> {
  let deaf = false;
  const hear = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    deaf = true;
  };
  output.on('error', hear);
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (deaf) break;
    if (line.trim() === '') continue;
    const free = output.write(`${JSON.stringify(await answered(line, answer))}\n`);
    if (!free && !deaf)
      await Promise.race([once(output, 'drain'), once(output, 'close')]).catch(hear);
  }
  output.removeListener('error', hear);
}

async function answered(
  line: string,
  answer: (row: Row) => Promise<object> | object,
): Promise<object> {
  let id: unknown = null;
  try {
    const row = parsed(line);
    id = row['id'] ?? null;
    return await answer(row);
  } catch (error) {
    const fault = error as { code?: unknown; message?: unknown };
    const code = typeof fault.code === 'string' ? fault.code : 'failed';
    return { id, ok: false, error: { code, message: String(fault.message ?? error) } };
  }
}

function parsed(line: string): Row {
  let row: unknown;
  try {
    row = JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch {
    throw new BadLine('is not JSON');
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw new BadLine('is not a JSON object');
  return row as Row;
}
