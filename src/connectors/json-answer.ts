import type { z } from 'zod';
import { Unreadable } from './errors.js';
import { decodeText } from './text/decode.js';

/**
 * Reads an answer that must be JSON of a known shape.
 *
 * @param schema of what is used of it; everything else may be as it likes
 * @param place what answered, in words for the message: "Hacker News"
 * @throws Unreadable when it is no JSON, or of another shape
 */
export function readJson<Shape>(body: Uint8Array, schema: z.ZodType<Shape>, place: string): Shape {
  const parsed = parseJson(body, place);
  const result = checked(parsed, schema, place);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined ? '' : ` (${issue.path.join('.') || 'top'}: ${issue.message})`;
  throw new Unreadable(
    `${place} sent something else than its posts${where}. Its interface may have changed; look for a newer Earshot.`,
  );
}

/**
 * Threads go as deep as people talk; one made to be deeper than any program can follow is none.
 *
 * @throws Unreadable
 */
function checked<Shape>(
  parsed: unknown,
  schema: z.ZodType<Shape>,
  place: string,
): z.ZodSafeParseResult<Shape> {
  try {
    return schema.safeParse(parsed);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Unreadable(`${place} sent something that is deeper than any thread.`, {
      cause: error,
    });
  }
}

/** Written as an escape, one half of a pair may come without the other; no address can hold it. */
const HALVES = /\\ud[89a-f]/i;
const whole = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\uFFFD') : value;

/** @throws Unreadable */
export function parseJson(body: Uint8Array, place: string): unknown {
  const text = decodeText(body, 'application/json');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''), HALVES.test(text) ? whole : undefined);
  } catch (cause) {
    const what = /^\s*</.test(text) ? 'a web page' : text.trim() === '' ? 'nothing' : 'junk';
    throw new Unreadable(`${place} sent ${what} instead of its posts.`, { cause });
  }
}
