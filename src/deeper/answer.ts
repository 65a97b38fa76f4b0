import type { DeeperLabel } from '../domain/deeper.js';
import type { Reading } from '../domain/reading.js';
import { SAID, type Sent } from './question.js';

/** A label that the server decided, with the words of the original text that show it. */
export type Decision =
  | {
      readonly for: 'complaint';
      readonly label: NonNullable<Reading['complaint']>['best'];
      readonly quote: string;
    }
  | {
      readonly for: 'sentiment';
      readonly label: NonNullable<Reading['sentiment']>['best'];
      readonly quote: string;
    };

/** Longest quote that still points at something (UTF-16 units). */
const MAX_QUOTE = 200;

/**
 * The decisions in what the server said. One that is not within our keys, or whose quote does not
 * stand in the text letter by letter, is none: the label stays unsure.
 */
export function decisionsIn(content: string, sent: Sent): Decision[] {
  const answer = jsonIn(content);
  if (answer === null) return [];
  return sent.labels.flatMap((label) => decisionOf(label, answer[label], sent) ?? []);
}

function decisionOf(label: DeeperLabel, said: unknown, sent: Sent): Decision | null {
  if (label === 'complaint') {
    const { data } = SAID.complaint.safeParse(said);
    if (data === undefined || data.label === 'unsure') return null;
    const quote = quoteOf(data.quote, sent);
    return quote === null ? null : { for: label, label: data.label, quote };
  }
  const { data } = SAID.sentiment.safeParse(said);
  if (data === undefined || data.label === 'unsure') return null;
  const quote = quoteOf(data.quote, sent);
  return quote === null ? null : { for: label, label: data.label, quote };
}

/** In the words of the original; half a character, or nothing but what was taken out, shows nothing. */
function quoteOf(said: string, { title, text }: Sent): string | null {
  const trimmed = said.trim();
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(trimmed.replaceAll(/\[\w+\]/g, '')))
    return null;
  const quote = text.original(trimmed) ?? title?.original(trimmed) ?? null;
  return quote === null || quote.length > MAX_QUOTE || !quote.isWellFormed() ? null : quote;
}

/**
 * The JSON object in a text. Models think aloud before it, and wrap it into code marks: the last one
 * that is whole counts.
 *
 * @returns null when there is none
 */
export function jsonIn(content: string): Readonly<Record<string, unknown>> | null {
  const said = content.slice(-MAX_SAID);
  for (let end = said.lastIndexOf('}'); end >= 0; end = said.lastIndexOf('}', end - 1)) {
    const start = openingOf(said, end);
    const found = start < 0 ? null : parsed(said.slice(start, end + 1));
    if (found !== null) return found;
    if (end === 0) break;
  }
  return null;
}

/** Of the end of what was said; an answer is much shorter. */
const MAX_SAID = 5_000;

/** Where the braces that close at `end` open, braces inside of strings left aside; -1: nowhere. */
function openingOf(text: string, end: number): number {
  let depth = 0;
  let inString = false;
  for (let at = end; at >= 0; at--) {
    const letter = text[at];
    if (letter === '"' && !isEscaped(text, at)) inString = !inString;
    if (inString) continue;
    if (letter === '}') depth++;
    if (letter === '{' && --depth === 0) return at;
  }
  return -1;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : null;
  } catch {
    return null;
  }
}
