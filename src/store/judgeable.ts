import { IS_CORRECTED, COUNTS_FOR } from './labels-in-force.js';

/** Of so many days, and of them the newest so many: what people write now is what is to be learnt. */
const DAYS = 30;
const MOST = 5_000;
/** Least sure ones that the choice is made among. */
const MOST_OPEN = 300;
/** Some of those drawn turn out to be copies. */
const MOST_DRAWN = 30;

/** Mentions that were read lately, each text once, without what person `$1` was asked already or another one today. */
const LATELY = `
  SELECT DISTINCT ON (m.content_hash) m.id, m.content_hash, m.source_id, m.language, r.reading, r.vector
    FROM (SELECT * FROM mention WHERE occurred_at > now() - interval '${DAYS} days'
           ORDER BY occurred_at DESC LIMIT ${MOST}) m
    JOIN reading r ON r.mention_id = m.id AND r.content_hash = m.content_hash
    LEFT JOIN author a ON a.id = m.author_id
    LEFT JOIN monitor ON monitor.id = m.monitor_ids[1]
   WHERE m.erased_at IS NULL AND m.gone_at IS NULL
     AND NOT coalesce(lower(a.handle) = ANY(monitor.own_accounts), false)
     AND NOT EXISTS (SELECT FROM judging j WHERE j.mention_id = m.id
       AND (j.user_id = $1 OR j.day = (now() AT TIME ZONE 'UTC')::date))
   ORDER BY m.content_hash, m.id`;

/** Probability of the most likely class of each label that was read. */
const SURENESS = `jsonb_strip_nulls(jsonb_build_object(
  'complaint', greatest((reading #>> '{complaint,probability}')::float8,
                        1 - (reading #>> '{complaint,probability}')::float8),
  'sentiment', greatest((reading #>> '{sentiment,probabilities,negative}')::float8,
                        (reading #>> '{sentiment,probabilities,neutral}')::float8,
                        (reading #>> '{sentiment,probabilities,positive}')::float8),
  'urgency', (reading #>> '{urgency,probability}')::float8))`;

const columns = (judged: string): string => `
  m.id AS "mentionId", m.content_hash AS "contentHash", m.source_id AS "sourceId",
  coalesce(m.reading #>> '{language,code}', m.language) AS language, m.vector,
  ${SURENESS} AS sureness, ${judged} AS judged`;

/** Drawn by lot from all, judged or not. */
export const JUDGEABLE_IN_LOT = `
  WITH lately AS (${LATELY})
  SELECT ${columns(`ARRAY(SELECT label FROM correction c WHERE ${COUNTS_FOR})`)}
    FROM lately m ORDER BY random() LIMIT ${MOST_DRAWN}`;

/** Those that nobody has judged, the ones with the least sure label first. */
export const JUDGEABLE_OPEN = `
  WITH lately AS (${LATELY}), open AS (SELECT ${columns(`'{}'::text[]`)} FROM lately m WHERE NOT ${IS_CORRECTED})
  SELECT * FROM open
   ORDER BY least((sureness -> 'complaint')::float8 * 2, (sureness -> 'sentiment')::float8 * 1.5,
                  (sureness -> 'urgency')::float8 * 1.5), "mentionId" LIMIT ${MOST_OPEN}`;
