/**
 * The one rule for the labels of a mention: a person's word, else the reading's. A word counts for
 * the mention that it was said of, whatever becomes of its text, and for every exact copy of the
 * text that was judged; where there are two, the later one counts.
 */

/** Whether correction `c` counts for mention `m`. A text that was erased is no copy of another. */
export const COUNTS_FOR = '(c.mention_id = m.id OR c.content_hash = m.content_hash)';

/** Of mention `m`: whether any of its labels is a person's word. */
export const IS_CORRECTED = `EXISTS (SELECT FROM correction c WHERE ${COUNTS_FOR})`;

/** To be joined to mention `m`: `given.labels`, what people say of its labels; null when nothing. */
export const GIVEN = `LATERAL (
  SELECT jsonb_object_agg(said.label, said.value) AS labels FROM (
    SELECT DISTINCT ON (label) label, value FROM correction c WHERE ${COUNTS_FOR}
     ORDER BY label, at DESC, c.mention_id = m.id DESC) said) given ON true`;

const HAS = (label: string): string => `coalesce(given.labels ? '${label}', false)`;

/** Kinds that a person named, each with the words of the reading for it, if it had some. */
const GIVEN_EFFORT = `(
  SELECT coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'probability', 1, 'quote', coalesce((
           SELECT event ->> 'quote' FROM jsonb_path_query(r.reading, '$.effort[*]') AS event
            WHERE event ->> 'kind' = kind LIMIT 1), '')) ORDER BY place), '[]')
    FROM jsonb_array_elements_text(given.labels -> 'effort') WITH ORDINALITY AS said(kind, place))`;

/** Leaving as a person names it is away from us: who comes to us does not leave. */
const GIVEN_LEAVING = `jsonb_build_object('stage', given.labels -> 'leaving', 'best', given.labels -> 'leaving',
  'direction', CASE WHEN given.labels ->> 'leaving' <> 'none' THEN 'from-us' END, 'probability', 1)`;

const GIVEN_URGENCY = `jsonb_build_object('level', given.labels -> 'urgency', 'best', given.labels -> 'urgency',
  'reason', CASE WHEN given.labels ->> 'urgency' <> 'none' THEN r.reading #> '{urgency,reason}' END, 'probability', 1)`;

/** Labels in force, of mention `m` with its reading as `r` and `GIVEN` joined, as SQL. */
export const IN_FORCE = {
  complaint: `coalesce(given.labels ->> 'complaint', r.reading #>> '{complaint,label}')`,
  sentiment: `coalesce(given.labels ->> 'sentiment', r.reading #>> '{sentiment,label}')`,
  /** A JSON list of keys, most important first. */
  topics: `coalesce(given.labels -> 'topics', jsonb_path_query_array(r.reading, '$.topics[*].key'), '[]')`,
  touchpoint: `CASE WHEN ${HAS('touchpoint')} THEN given.labels ->> 'touchpoint' ELSE r.reading ->> 'touchpoint' END`,
  /** This and the next two are as in a reading; null when nobody looked. */
  effort: `CASE WHEN ${HAS('effort')} THEN ${GIVEN_EFFORT} ELSE nullif(r.reading -> 'effort', 'null') END`,
  leaving: `CASE WHEN ${HAS('leaving')} THEN ${GIVEN_LEAVING} ELSE nullif(r.reading -> 'leaving', 'null') END`,
  urgency: `CASE WHEN ${HAS('urgency')} THEN ${GIVEN_URGENCY} ELSE nullif(r.reading -> 'urgency', 'null') END`,
} as const;

/** Whether a person said of mention `m` what the label is. */
export const isGiven = HAS;
