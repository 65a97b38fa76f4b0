/** A piece of the newer text, or of the older one where it is gone. */
export interface Change {
  /** Its place among the pieces. */
  readonly at: number;
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Above this many words the two texts are shown one after the other: the table would grow too large. */
const MOST_WORDS = 1500;

/**
 * What changed between two texts, word by word: the longest common subsequence (Wagner and Fischer 1974).
 *
 * @returns pieces in reading order; without the removed ones they are `after`, without the added ones `before`
 */
export function wordDiff(before: string, after: string): Change[] {
  const old = words(before);
  const now = words(after);
  if (old.length > MOST_WORDS || now.length > MOST_WORDS) {
    return [
      { at: 0, kind: 'removed', text: before },
      { at: 1, kind: 'added', text: after },
    ];
  }
  return joined(walk(old, now, commonLengths(old, now)));
}

function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];
}

/** `table[i][j]` is the length of the common subsequence of `old` from i and `now` from j. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const row = table[i];
    const below = table[i + 1];
    if (row === undefined || below === undefined) continue;
    for (let j = now.length - 1; j >= 0; j -= 1) {
      row[j] =
        old[i] === now[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

type Piece = Omit<Change, 'at'>;

function walk(old: readonly string[], now: readonly string[], table: Uint16Array[]): Piece[] {
  const changes: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const was = old[i];
    const is = now[j];
    if (was !== undefined && was === is) {
      changes.push({ kind: 'same', text: was });
      i += 1;
      j += 1;
    } else if (
      was !== undefined &&
      (is === undefined || (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))
    ) {
      changes.push({ kind: 'removed', text: was });
      i += 1;
    } else {
      changes.push({ kind: 'added', text: is ?? '' });
      j += 1;
    }
  }
  return changes;
}

/** Neighbours of one kind become one piece. */
function joined(changes: readonly Piece[]): Change[] {
  const runs: Change[] = [];
  for (const { kind, text } of changes) {
    const last = runs.at(-1);
    if (last?.kind === kind) runs[runs.length - 1] = { ...last, text: last.text + text };
    else runs.push({ at: runs.length, kind, text });
  }
  return runs;
}
