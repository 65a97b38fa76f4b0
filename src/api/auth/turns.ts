/** Too many wait already. */
export class TooManyWait extends Error {
  override readonly name = 'TooManyWait';
}

/** Lets so many work at a time; a few more wait, in order, and others are sent away at once. */
export class Turns {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(
    atOnce: number,
    private readonly mostWaiting: number,
  ) {
    this.free = atOnce;
  }

  /** @throws TooManyWait */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else {
      if (this.waiting.length >= this.mostWaiting) throw new TooManyWait('too many wait');
      // Whoever leaves hands over its place, so nobody can slip in between.
      await new Promise<void>((resume) => this.waiting.push(resume));
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }
}
