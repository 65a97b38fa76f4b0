/**
 * What was asked does not fit the present state of things: someone was faster, a name is taken.
 * The message is for the person who asked, and says what is so now.
 */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/** Names something that is not there. The message is for the person who asked. */
export class UnknownReference extends Error {
  override readonly name = 'UnknownReference';
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** SQLSTATE 23505: another row has this key already. */
export const isDuplicate = (error: unknown): boolean => codeOf(error) === '23505';

/** SQLSTATE 23503: the row that is pointed at is not there. */
export const isDangling = (error: unknown): boolean => codeOf(error) === '23503';
