import type { DataSource } from 'typeorm';

export interface Attempt {
  readonly userId: string;
  /** Chosen by the one who asks. */
  readonly key: string;
  /** Digest of method, path and body. */
  readonly request: string;
}

export type Begun =
  /** Nobody did this yet: do it, then `finish` or `forget`. */
  | { readonly kind: 'first' }
  /** It was done: this was the answer. */
  | { readonly kind: 'done'; readonly status: number; readonly response: unknown }
  | { readonly kind: 'running' }
  /** The key was used for something else. */
  | { readonly kind: 'other-request' };

/** A process that took a key and died is not waited for longer than this. */
const RUNNING_MINUTES = 2;

/** Answers of writes by key, for a day, so that a repeated request does not act twice. */
export class IdempotencyStore {
  constructor(private readonly database: DataSource) {}

  /** Takes the key, unless it was taken. Of two at the same moment one is the first. */
  async begin({ userId, key, request }: Attempt): Promise<Begun> {
    await this.database.query(
      `DELETE FROM idempotency_key WHERE user_id = $1 AND (at < now() - interval '1 day'
          OR key = $2 AND status IS NULL AND at < now() - ${RUNNING_MINUTES} * interval '1 minute')`,
      [userId, key],
    );
    const taken = await this.database.query<unknown[]>(
      `INSERT INTO idempotency_key (user_id, key, request) VALUES ($1, $2, $3)
       ON CONFLICT (user_id, key) DO NOTHING RETURNING key`,
      [userId, key, request],
    );
    if (taken.length > 0) return { kind: 'first' };
    const [known] = await this.database.query<
      { request: string; status: number | null; response: unknown }[]
    >('SELECT request, status, response FROM idempotency_key WHERE user_id = $1 AND key = $2', [
      userId,
      key,
    ]);
    if (!known || (known.request === request && known.status === null)) return { kind: 'running' };
    if (known.request !== request || known.status === null) return { kind: 'other-request' };
    return { kind: 'done', status: known.status, response: known.response };
  }

  async finish({ userId, key }: Attempt, status: number, response: unknown): Promise<void> {
    await this.database.query(
      'UPDATE idempotency_key SET status = $3, response = $4 WHERE user_id = $1 AND key = $2',
      [userId, key, status, response === undefined ? null : JSON.stringify(response)],
    );
  }

  /** Nothing was done, so it may be tried again. */
  async forget({ userId, key }: Attempt): Promise<void> {
    await this.database.query('DELETE FROM idempotency_key WHERE user_id = $1 AND key = $2', [
      userId,
      key,
    ]);
  }
}
