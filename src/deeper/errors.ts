/** The model server did not answer as it should. Messages hold neither texts nor keys. */
export class ModelServerError extends Error {
  override readonly name: string = 'ModelServerError';
  constructor(
    message: string,
    readonly what: {
      /** The server may have worked for it: it counts towards the budget. */
      readonly reached: boolean;
      /** Asking again will not help before somebody changed something. */
      readonly lasting?: boolean;
      /** How long the server asked to be left alone (ms). */
      readonly waitMs?: number | null;
      /** HTTP status, when there was an answer. */
      readonly status?: number;
    },
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** It was not asked: it failed a little while ago. */
export class LeftAlone extends Error {
  override readonly name = 'LeftAlone';
  constructor() {
    super('the model server failed a while ago and is left alone for now');
  }
}

/** It was not asked, or not waited for: there was no time left. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
  constructor() {
    super('there was no time left to ask the model server');
  }
}
