import { z } from 'zod';

/** Where a list goes on: the sort keys of the last row that was given. */
export interface Position {
  /** Name of the order that it belongs to; a cursor of another order is refused. */
  readonly order: string;
  /** A whole number: a rank, or microseconds since 1970. */
  readonly key: string;
  readonly id: string;
}

export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

const Shape = z.strictObject({
  order: z.string(),
  key: z.string().regex(/^-?\d{1,17}$/),
  id: z.string().regex(/^\d{1,18}$/),
});

/** Opaque to whoever carries it. */
export function writeCursor({ order, key, id }: Position): string {
  return Buffer.from(JSON.stringify({ order, key, id })).toString('base64url');
}

/** @throws BadCursor when it was not made by `writeCursor` for this order */
export function readCursor(cursor: string, order: string): Position {
  const position = Shape.safeParse(parsed(cursor));
  if (position.success && position.data.order === order) return position.data;
  throw new BadCursor('is not the `next` of a page in this order; begin without it');
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A page out of one row more than were asked for, which tells whether there is another. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => Position,
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last && rows.length > limit ? writeCursor(positionOf(last)) : null };
}
