/**
 * What people type, for `to_tsquery`: every word must be there, and the last one may be the
 * beginning of a word. PostgreSQL cuts the words as it cut the texts; a quoted word cannot be
 * read as an operator.
 *
 * @returns null when nothing was typed
 */
export function searchFor(typed: string): string | null {
  const words = typed.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return null;
  const quoted = words.map((word) => `'${word.replaceAll('\\', ' ').replaceAll("'", "''")}'`);
  return `${quoted.join(' & ')}:*`;
}
