import type { DataSource } from 'typeorm';
import type { Named, Vocabulary } from '../../domain/inbox-query.js';

/** Who searches, from where. */
export interface Asker {
  /** null: nobody in particular. */
  readonly userId: string | null;
  /** IANA name; UTC without it. */
  readonly zone?: string | undefined;
}

/** Of so many mentions that were labelled last, the labels are known. */
const LABELLED = 5_000;

interface Names {
  readonly people: Named[];
  readonly sources: Named[];
  readonly monitors: Named[];
  readonly topics: Named[] | null;
  readonly labels: string[] | null;
}

const all = (table: string): string =>
  `(SELECT coalesce(json_agg(json_build_object('id', id::text, 'name', name) ORDER BY name), '[]') FROM ${table})`;

/** The names that a search of the inbox may use. */
export async function vocabularyFor(
  database: Pick<DataSource, 'query'>,
  { userId, zone = 'UTC' }: Asker,
): Promise<Vocabulary> {
  const [names] = await database.query<[Names]>(
    `SELECT ${all('app_user')} AS people, ${all('source')} AS sources, ${all('monitor')} AS monitors,
            (SELECT json_agg(json_build_object('id', topic ->> 'key', 'name', topic ->> 'name'))
               FROM jsonb_array_elements((SELECT body -> 'topics' FROM taxonomy_version
                                           ORDER BY version DESC LIMIT 1)) AS topic) AS topics,
            (SELECT json_agg(DISTINCT label) FROM (
               SELECT unnest(own_labels) AS label FROM (
                 SELECT own_labels FROM mention WHERE own_labels <> '{}'
                  ORDER BY id DESC LIMIT ${LABELLED}) lately) labelled) AS labels`,
  );
  return {
    ...{ people: names.people, sources: names.sources, monitors: names.monitors },
    topics: names.topics ?? [],
    labels: names.labels ?? [],
    me: names.people.find(({ id }) => id === userId) ?? null,
    now: new Date(),
    zone,
  };
}
