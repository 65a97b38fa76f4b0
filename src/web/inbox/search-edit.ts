/** Changes of a query's text, by the places that the server gives for its parts. */

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The query without one part; an OR that would stand alone goes with it. */
export function withoutPart(q: string, { start, end }: Span): string {
  const before = q.slice(0, start).trim();
  const after = q.slice(end).trim();
  if (after.startsWith('OR ')) return spaced(before, after.slice(3));
  if (/(^|\s)OR$/u.test(before)) return spaced(before.slice(0, -2), after);
  return spaced(before, after);
}

function spaced(...parts: string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}

/** The query with a completion in its place, and where the cursor stands then. */
export function completed(
  q: string,
  { start, end, text }: Span & { readonly text: string },
): { text: string; at: number } {
  const goesOn = text.endsWith(':');
  const rest = q.slice(end);
  const gap = goesOn || rest.startsWith(' ') ? '' : ' ';
  const before = q.slice(0, start) + text + gap;
  return { text: before + rest, at: before.length + (gap === '' && !goesOn ? 1 : 0) };
}

/** The query with what is at fault written as proposed. */
export function mended(q: string, { start, end }: Span, instead: string): string {
  return q.slice(0, start) + instead + q.slice(end);
}
