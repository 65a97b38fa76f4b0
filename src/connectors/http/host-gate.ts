/** What a host is asked by: its turn, its pause and its pace, in one place for all who ask. */
export interface HostGate {
  /**
   * Begins an exchange with a host, when nobody else has one with it and it is time for the next.
   *
   * @param host as `URL.host` has it: with its port when it is not the usual one
   * @param leaseMs after so long the host is free again, whatever became of the one who asked
   * @throws Error when it cannot be told whose turn it is; then nobody may be asked
   */
  begin(host: string, leaseMs: number): Promise<Turn | NotYet>;
  /** Ends an exchange, and keeps what it taught. A turn that is over already frees nobody else's. */
  end(host: string, turn: Turn, lesson: Lesson): Promise<void>;
}

export interface Turn {
  readonly begun: true;
  /** When the lease runs out; by it a turn is known from a later one. */
  readonly heldUntil: Date;
  /** Learned time between two requests, in milliseconds, as of the end of the last pause. */
  readonly spacingMs: number;
  /** How long ago the last pause ended, in milliseconds; null when there never was one. */
  readonly pausedAgoMs: number | null;
}

export interface NotYet {
  readonly begun: false;
  /** How long the host must rest, in milliseconds; 0 when only somebody else's exchange is in the way. */
  readonly waitMs: number;
}

/** What is kept of an exchange, in milliseconds. */
export interface Lesson {
  /** From now until the next may begin; negative when that was long ago. */
  readonly restMs: number;
  /** From now, for everybody; null when the host asked for none. */
  readonly pauseMs: number | null;
  /** Learned time between two requests; null when nothing was learned. */
  readonly spacingMs: number | null;
}
