/** Refused because of the present state of a thing, which is answered with it: 409. */
export class ConflictNow extends Error {
  override readonly name = 'ConflictNow';

  constructor(
    message: string,
    /** Members of the problem details beside the usual ones (RFC 9457, 3.2). */
    readonly members: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }
}
