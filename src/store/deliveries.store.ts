import type { DataSource, EntityManager } from 'typeorm';

/** What was sent to us, so that a delivery that comes twice counts once. */
export class DeliveriesStore {
  constructor(private readonly database: DataSource) {}

  async isKnown(sourceId: string, deliveryId: string): Promise<boolean> {
    const known = await this.database.query<unknown[]>(
      `SELECT FROM delivery WHERE source_id = $1 AND delivery_id = $2`,
      [sourceId, deliveryId],
    );
    return known.length > 0;
  }

  /**
   * Part of the transaction that stores what came with it. Of two that run at a time, one waits
   * here for the other.
   *
   * @returns false when it was taken in before
   */
  async take(transaction: EntityManager, sourceId: string, deliveryId: string): Promise<boolean> {
    const taken = await transaction.query<unknown[]>(
      `INSERT INTO delivery (source_id, delivery_id) VALUES ($1, $2)
       ON CONFLICT DO NOTHING RETURNING source_id`,
      [sourceId, deliveryId],
    );
    return taken.length > 0;
  }

  /** @param days after which no sender sends a delivery again */
  async forget(days: number): Promise<void> {
    await this.database.query(
      `DELETE FROM delivery WHERE received_at < now() - $1 * interval '1 day'`,
      [days],
    );
  }
}
