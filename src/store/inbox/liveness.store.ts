import type { DataSource } from 'typeorm';
import {
  askForLook,
  LIVENESS,
  LOOK_TABLES,
  placeOf,
  type AskedPlace,
  type StoredLiveness,
} from '../looks.js';

/** Whether posts still stand at their place, for people who ask. */
export class LivenessStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Asks for a look at one post, before all others of its place.
   *
   * @param may whether its place can be asked for one post
   * @returns where to look, and whether a look was asked for; null when there is no such mention
   */
  ask(
    id: string,
    userId: string,
    may: (kind: string) => boolean,
  ): Promise<(AskedPlace & { asked: boolean }) | null> {
    return this.database.transaction(async (transaction) => {
      const place = await placeOf(transaction, id);
      if (!place) return null;
      const asked = !place.erased && !place.paused && may(place.kind);
      if (asked) await askForLook(transaction, id, userId);
      return { ...place, asked };
    });
  }

  /** @returns null when there is no such mention */
  async find(id: string): Promise<StoredLiveness | null> {
    const [row] = await this.database.query<{ liveness: StoredLiveness }[]>(
      `SELECT ${LIVENESS} AS liveness FROM mention m JOIN source s ON s.id = m.source_id ${LOOK_TABLES}
        WHERE m.id = $1`,
      [id],
    );
    return row?.liveness ?? null;
  }
}
