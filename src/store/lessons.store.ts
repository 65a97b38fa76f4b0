import type { DataSource } from 'typeorm';
import { IS_CORRECTED } from './labels-in-force.js';
import {
  isHeldBack,
  LABEL_OF,
  TAUGHT_TASKS,
  teachable,
  type Lesson,
  type LessonCount,
  type Scope,
  type TaughtTask,
  type UnjudgedText,
} from '../domain/teaching.js';

/** Corrected texts of one task, each once. */
export interface Lessons {
  readonly learnt: readonly Lesson[];
  readonly heldBack: readonly Lesson[];
}

/** What is written now is what is to be read. */
const MOST_RECENT = 10_000;

/** Texts that people judged, and what they said. */
export class LessonsStore {
  constructor(private readonly database: DataSource) {}

  /** In an order that stays the same. What was erased, or edited since, teaches nothing. */
  async of(task: TaughtTask): Promise<Lessons> {
    const rows = await this.database.query<(Omit<Lesson, 'labels'> & { value: unknown })[]>(
      `SELECT c.content_hash AS "contentHash", c.value, c.drawn = 'sample' AS "byLot", judged.title, judged.text, judged.language
         FROM (SELECT DISTINCT ON (content_hash) content_hash, value, drawn FROM correction
                WHERE label = $1 AND content_hash IS NOT NULL ORDER BY content_hash, at DESC) c
         CROSS JOIN LATERAL (
           SELECT m.title, m.text, coalesce(m.language, r.reading #>> '{language,code}') AS language
             FROM mention m LEFT JOIN reading r ON r.mention_id = m.id
            WHERE m.content_hash = c.content_hash ORDER BY m.id LIMIT 1) judged
        ORDER BY c.content_hash`,
      [LABEL_OF[task]],
    );
    const lessons = rows.map(({ value, ...text }) => ({ ...text, labels: labelsOf(value) }));
    return {
      learnt: lessons.filter((lesson) => !isTest(lesson)),
      heldBack: lessons.filter(isTest),
    };
  }

  /** Texts that nobody has judged, as many as are asked for, in an order that says nothing of them. */
  async unjudged(limit: number): Promise<UnjudgedText[]> {
    return this.database.query<UnjudgedText[]>(
      `SELECT m.title, m.text, coalesce(m.language, r.reading #>> '{language,code}') AS language
         FROM (SELECT DISTINCT ON (content_hash) * FROM (
                 SELECT * FROM mention ORDER BY occurred_at DESC LIMIT ${MOST_RECENT}) recent
                WHERE erased_at IS NULL AND gone_at IS NULL ORDER BY content_hash) m
         JOIN reading r ON r.mention_id = m.id
        WHERE NOT ${IS_CORRECTED} ORDER BY m.content_hash LIMIT $1`,
      [limit],
    );
  }

  /**
   * How many there are of each task that its model can learn.
   *
   * @param scopes of the models; null: there is none to teach
   */
  async counts(
    scopes: Readonly<Record<TaughtTask, Scope | null>>,
  ): Promise<Record<TaughtTask, LessonCount>> {
    const rows = await this.database.query<CountedRow[]>(
      `SELECT DISTINCT ON (label, c.content_hash) label, value, c.content_hash AS "contentHash",
              drawn = 'sample' AS "byLot",
              coalesce(m.language, r.reading #>> '{language,code}') AS language
         FROM correction c JOIN mention m ON m.content_hash = c.content_hash
         LEFT JOIN reading r ON r.mention_id = m.id
        ORDER BY label, c.content_hash, c.at DESC, m.id`,
    );
    const countOf = (task: TaughtTask): LessonCount => {
      const scope = scopes[task];
      const its = rows.filter(({ label }) => label === LABEL_OF[task]);
      const lessons = its.map(({ value, ...text }) => ({ ...text, labels: labelsOf(value) }));
      const fit = scope === null ? [] : teachable(scope, lessons);
      const heldBack = fit.filter(isTest).length;
      return { learnt: fit.length - heldBack, heldBack };
    };
    return Object.fromEntries(TAUGHT_TASKS.map((task) => [task, countOf(task)])) as Record<
      TaughtTask,
      LessonCount
    >;
  }
}

const isTest = ({ contentHash, byLot }: Pick<Lesson, 'contentHash' | 'byLot'>): boolean =>
  byLot || isHeldBack(contentHash);

interface CountedRow {
  readonly label: string;
  readonly value: unknown;
  readonly contentHash: string;
  readonly byLot: boolean;
  readonly language: string | null;
}

const labelsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : [String(value)];
