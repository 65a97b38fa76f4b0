export interface Fault {
  /** Where in the request: `any.0`, `limit`; empty for the whole of it. */
  readonly path: string;
  readonly message: string;
}

/** The request is not one that can be understood. Answered with 400 and every fault. */
export class Invalid extends Error {
  override readonly name = 'Invalid';
  constructor(readonly faults: readonly Fault[]) {
    super('the request is not valid');
  }
}
