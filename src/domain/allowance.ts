/** A limit that a place sets on units of use: calls, quota units, posts read, money. */
export interface Allowance {
  readonly most: number;
  readonly per: 'hour' | 'day' | 'month';
  /** Where its day or month begins (IANA name); UTC when absent. */
  readonly timeZone?: string;
}

/** Nothing is left of an allowance until `until`. */
export class AllowanceSpent extends Error {
  override readonly name = 'AllowanceSpent';
  constructor(
    readonly allowance: string,
    readonly until: Date,
  ) {
    super(`the allowance ${allowance} is used up until ${until.toISOString()}`);
  }
}
