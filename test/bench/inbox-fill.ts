import type { DataSource } from '../../src/store/database.js';

/** Rows that one statement adds. */
const CHUNK = 50_000;

const SOURCES = 40;
const PEOPLE = 12;

/** Where everything is, by share: most of what is old is finished. */
const STATUS = `CASE
    WHEN age < 0.08 THEN (ARRAY['new', 'new', 'new', 'new', 'doing', 'waiting', 'done', 'dismissed'])[1 + floor(random() * 8)::int]
    WHEN random() < 0.01 THEN 'waiting' WHEN random() < 0.02 THEN 'new'
    WHEN random() < 0.68 THEN 'done' ELSE 'dismissed' END`;

/** Within a function an array is unpacked once, and not for each word that is drawn from it. */
const WRITER = `
CREATE FUNCTION bench_texts(first int, last int) RETURNS TABLE (n int, text text) LANGUAGE plpgsql AS $$
DECLARE
  drawn text[] := (SELECT words FROM bench_word);
  most int := cardinality(drawn) - 10;
  parts text[];
  start int;
BEGIN
  FOR n IN first..last LOOP
    parts := '{}';
    -- Runs of real text, so that words stand beside those they stand beside in texts.
    FOR run IN 0..1 + (n * 7) % 6 LOOP
      start := floor(random() * most)::int;
      FOR i IN 1..8 LOOP
        parts[run * 8 + i] := CASE WHEN random() < 0.02 THEN 'rare' || floor(random() * 300000)::int
                                   ELSE drawn[start + i] END;
      END LOOP;
    END LOOP;
    bench_texts.n := n;
    text := array_to_string(parts, ' ');
    RETURN NEXT;
  END LOOP;
END $$`;

/**
 * Fills an empty database with mentions as they lie about in a busy inbox: few places, topics and
 * authors have most of them, words come as often as in real texts and one in fifty is a rare one, a
 * third are complaints, what is recent is new and what is old is done. Readings and words included.
 *
 * @param topics keys, the most frequent first
 */
export async function fillInbox(
  database: DataSource,
  total: number,
  words: readonly string[],
  topics: readonly string[],
): Promise<void> {
  await addNames(database, total);
  await database.query('CREATE UNLOGGED TABLE bench_word AS SELECT $1::text[] AS words', [words]);
  await database.query(WRITER);
  const indexes = await dropIndexes(database);
  for (let from = 1; from <= total; from += CHUNK) {
    await addMentions(database, from, Math.min(total, from + CHUNK - 1), total, topics);
    process.stderr.write(`inbox: ${Math.min(total, from + CHUNK - 1)} of ${total} mentions\n`);
  }
  for (const index of indexes) await database.query(index);
  await database.query('DROP FUNCTION bench_texts');
  await database.query('DROP TABLE bench_word');
  await database.query('VACUUM ANALYZE');
  await database.query('CHECKPOINT').catch(() => undefined);
}

async function addNames(database: DataSource, total: number): Promise<void> {
  await database.query(
    `INSERT INTO monitor (name, "any") SELECT 'Brand ' || n, ARRAY['apex'] FROM generate_series(1, 3) n`,
  );
  await database.query(
    `INSERT INTO source (kind, name, locator, host, params, interval_seconds, min_interval_seconds, max_interval_seconds, enabled)
     SELECT 'feed', 'Place ' || n, 'https://place-' || n || '.example', 'place-' || n || '.example', '{}', 900, 300, 21600, false
       FROM generate_series(1, ${SOURCES}) n`,
  );
  await database.query(
    `INSERT INTO app_user (name, email, role)
     SELECT 'Person ' || n, 'person' || n || '@example.org', 'community-manager' FROM generate_series(1, ${PEOPLE}) n`,
  );
  await database.query(
    `INSERT INTO author (place, handle, name) SELECT 'feed:x', 'author' || n, 'Author ' || n FROM generate_series(1, $1::int) n`,
    [Math.ceil(total / 3)],
  );
}

/** What would be written a row at a time is built at once afterwards. */
async function dropIndexes(database: DataSource): Promise<string[]> {
  const rows = await database.query<{ name: string; definition: string }[]>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
       FROM pg_index WHERE NOT indisunique
        AND indrelid IN ('mention'::regclass, 'search_entry'::regclass, 'reading'::regclass)`,
  );
  for (const { name } of rows) await database.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

/** A number from 1 to `most`, small ones far more often. */
const skewed = (most: string, power: number): string =>
  `least(${most}, 1 + floor(power(random(), ${power}) * ${most}))::int`;

async function addMentions(
  database: DataSource,
  from: number,
  to: number,
  total: number,
  topics: readonly string[],
): Promise<void> {
  await database.query(
    `WITH base AS (SELECT min(id) AS id FROM source), person AS (SELECT min(id) AS id FROM app_user WHERE email LIKE 'person%'),
     writer AS (SELECT min(id) AS id FROM author), listening AS (SELECT min(id) AS id FROM monitor),
     drawn AS MATERIALIZED (
       SELECT n, 1 - n::float8 / $3 AS age, random() AS kind, ${skewed(`${SOURCES}`, 3)} AS source,
              ${skewed('$4::int', 2.5)} AS author, ${skewed('cardinality($5::text[])', 3)} AS topic,
              ${skewed('3', 4)} AS monitor, random() AS said
         FROM generate_series($1::int, $2::int) n),
     judged AS MATERIALIZED (
       SELECT *, CASE WHEN kind < 0.3 THEN 'complaint' WHEN kind < 0.35 THEN 'unsure' ELSE 'other' END AS complaint,
              CASE WHEN kind < 0.27 OR kind > 0.95 THEN 'negative' WHEN kind < 0.7 THEN 'neutral' WHEN kind < 0.72 THEN 'unsure' ELSE 'positive' END AS sentiment,
              ${STATUS} AS status FROM drawn),
     written AS (
       INSERT INTO mention (source_id, external_id, monitor_ids, matched_because, author_id, title, text, content_hash, rating,
                            language, occurred_at, published_at, fetched_at, actionable_at, stage, status, waiting_until, owner_id, due_at, own_labels,
                            complaint, sentiment, topics, marks, priority, reasons, copy_of)
       SELECT base.id + source - 1, 'post' || n, ARRAY[listening.id + monitor - 1], ARRAY['has "apex"'], writer.id + author - 1,
              CASE WHEN n % 2 = 0 THEN 'Title ' || n END, text.text, 'hash' || n,
              CASE WHEN n % 3 = 0 THEN 1 + floor(random() * 5) END, language.code, at, at, at, at, 'triaged', status,
              CASE WHEN status = 'waiting' THEN now() + (random() - 0.02) * interval '14 days' END,
              CASE WHEN status IN ('doing', 'waiting') OR status = 'done' AND n % 3 = 0 THEN person.id + n % ${PEOPLE} END,
              CASE WHEN complaint = 'complaint' THEN at + interval '3 days' END,
              CASE WHEN n % 100 = 0 THEN ARRAY['vip'] WHEN n % 20000 = 7 THEN ARRAY['press'] ELSE '{}' END,
              complaint, sentiment, CASE WHEN complaint = 'complaint' THEN ARRAY[($5::text[])[topic]] ELSE '{}' END,
              ARRAY['leaving:' || CASE WHEN complaint <> 'complaint' OR said < 0.9 THEN 'none' WHEN said < 0.99 THEN 'wavering' WHEN said < 0.9995 THEN 'decided' ELSE 'left-and-telling' END,
                    'urgency:' || CASE WHEN kind < 0.005 THEN 'now' WHEN kind < 0.03 THEN 'soon' ELSE 'none' END, 'lang:' || language.code]
                || CASE WHEN complaint = 'complaint' AND said > 0.8 THEN ARRAY['effort:wait', 'touchpoint:support'] ELSE '{}' END,
              CASE complaint WHEN 'complaint' THEN 40 + floor(random() * 60) WHEN 'unsure' THEN 25 ELSE floor(random() * 20) END,
              '[{"text": "a complaint (90 % sure)", "points": 49}]',
              NULL
         FROM judged JOIN bench_texts($1::int, $2::int) text USING (n), base, person, writer, listening,
              LATERAL (SELECT now() - age * interval '700 days' AS at) clock,
              LATERAL (SELECT CASE WHEN random() < 0.85 THEN 'en' WHEN random() < 0.8 THEN 'de' WHEN random() < 0.98 THEN 'fr' ELSE 'fi' END AS code, n AS same) language
       RETURNING id, text, title, complaint, sentiment)
     , readings AS (
       INSERT INTO reading (mention_id, content_hash, model, reading)
       SELECT id, 'hash', 'bench-1', jsonb_build_object('language', jsonb_build_object('code', 'en', 'probability', 0.9),
                'complaint', jsonb_build_object('label', complaint, 'best', complaint, 'probability', 0.8),
                'sentiment', jsonb_build_object('label', sentiment, 'best', sentiment, 'probabilities', jsonb_build_object('negative', 0.5, 'neutral', 0.3, 'positive', 0.2)),
                'topics', '[]'::jsonb, 'evidence', jsonb_build_array(jsonb_build_object('for', 'complaint', 'quote', left(text, 30)))) FROM written)
     INSERT INTO search_entry (mention_id, words)
     SELECT id, to_tsvector('simple', coalesce(title, '') || ' ' || text) FROM written`,
    [from, to, total, Math.ceil(total / 3), topics],
  );
}
