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
  const result = schema.safeParse(parsed);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined ? '' : ` (${issue.path.join('.') || 'top'}: ${issue.message})`;
  throw new Unreadable(
    `${place} sent something else than its posts${where}. Its interface may have changed; look for a newer Earshot.`,
  );
}

/** @throws Unreadable */
export function parseJson(body: Uint8Array, place: string): unknown {
  const text = decodeText(body, 'application/json');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const what = /^\s*</.test(text) ? 'a web page' : text.trim() === '' ? 'nothing' : 'junk';
    throw new Unreadable(`${place} sent ${what} instead of its posts.`, { cause });
  }
}
