import type { DataSource } from 'typeorm';

/** What a stored post was kept for. */
export interface KnownMention {
  readonly monitorIds: readonly string[];
  readonly matchedBecause: readonly string[];
}

/**
 * Of these posts of a source, the ones that are stored: an edit of them is kept whatever it says.
 *
 * @returns by external id
 */
export async function knownMentions(
  database: Pick<DataSource, 'query'>,
  sourceId: string,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, KnownMention>> {
  if (externalIds.length === 0) return new Map();
  const rows = await database.query<(KnownMention & { externalId: string })[]>(
    `SELECT external_id AS "externalId", monitor_ids AS "monitorIds", matched_because AS "matchedBecause"
       FROM mention WHERE source_id = $1 AND external_id = ANY($2)`,
    [sourceId, externalIds],
  );
  return new Map(rows.map(({ externalId, ...known }) => [externalId, known]));
}
