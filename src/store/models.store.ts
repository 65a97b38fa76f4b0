import type { DataSource, EntityManager } from 'typeorm';
import type { TaughtTask } from '../domain/teaching.js';
import { record } from './audit.store.js';
import { Conflict, UnknownReference } from './conflict.js';
import type { ModelState, StoredGate } from './entities/model.entity.js';
import { beginRereading } from './rereadings.store.js';
import { holdClaim, noteOutcome, type Claim } from './teaching-runs.store.js';

/** A model that was trained and judged. */
export interface NewModel {
  readonly task: TaughtTask;
  readonly bytes: Buffer;
  readonly header: unknown;
  /** Digest of the shipped model that it was fitted from. */
  readonly base: string;
  /** The model that it was compared with; null: the shipped one. */
  readonly parentId: string | null;
  readonly lessons: number;
  readonly lessonsDigest: string;
  readonly gate: StoredGate;
  readonly serves: boolean;
  /** For people. */
  readonly reason: string;
}

/** A model without its weights. */
export interface StoredModel {
  readonly id: string;
  readonly task: TaughtTask;
  readonly version: number;
  readonly parentId: string | null;
  readonly base: string;
  readonly header: unknown;
  readonly lessons: number;
  readonly lessonsDigest: string;
  readonly gate: StoredGate;
  readonly state: ModelState;
  readonly reason: string;
  readonly madeAt: Date;
  /** "Earshot" for those made at night. */
  readonly by: string;
  readonly servedFrom: Date | null;
  readonly servedTo: Date | null;
}

/** Models made of corrections. A task without a serving one is read by the shipped model. */
export class ModelsStore {
  constructor(private readonly database: DataSource) {}

  async serving(): Promise<{ id: string; task: TaughtTask }[]> {
    return this.database.query<{ id: string; task: TaughtTask }[]>(
      `SELECT id, task FROM model WHERE state = 'serving' ORDER BY task`,
    );
  }

  /** @throws UnknownReference when there is no such model */
  async bytes(id: string): Promise<Buffer> {
    const [model] = await this.database.query<{ bytes: Buffer }[]>(
      'SELECT bytes FROM model WHERE id = $1',
      [id],
    );
    if (!model) throw new UnknownReference(`There is no model ${id}.`);
    return model.bytes;
  }

  /** Of all tasks, newest first. */
  async all(): Promise<StoredModel[]> {
    return this.database.query<StoredModel[]>(
      `SELECT model.id, task, version, parent_id AS "parentId", base, header, lessons,
              lessons_digest AS "lessonsDigest", gate, state, reason, made_at AS "madeAt",
              coalesce(u.name, 'Earshot') AS by, served_from AS "servedFrom", served_to AS "servedTo"
         FROM model LEFT JOIN app_user u ON u.id = made_by ORDER BY task, version DESC`,
    );
  }

  /**
   * Stores a model together with its verdict, and has it serve when that says so: all of it or, when
   * the process dies or its claim was lost, nothing.
   *
   * @returns false when another process has taken the work over
   */
  async keep(claim: Claim, made: NewModel): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const askedBy = await holdClaim(transaction, claim);
      if (askedBy === undefined) return false;
      const before = await lockServing(transaction, made.task);
      // Whoever chose another model meanwhile did not choose against this one; it has to be compared again.
      const outdated = (before?.id ?? null) !== made.parentId;
      const serves = made.serves && !outdated;
      const reason = outdated ? `${made.reason}; another model serves by now` : made.reason;
      if (serves) await retire(transaction, made.task, `replaced: ${made.reason}`);
      const state = serves ? 'serving' : 'refused';
      const [{ id, version }] = await insert(transaction, { ...made, state, reason, by: askedBy });
      const name = `version ${version} for ${made.task}`;
      const what = serves ? `${name} serves: ${reason}` : `${name} was refused: ${reason}`;
      await noteOutcome(transaction, claim, { task: made.task, what, modelId: id });
      await tell(transaction, askedBy, made.task, what);
      if (serves)
        await beginRereading(transaction, `${made.task} is read by version ${version} now`);
      return true;
    });
  }

  /**
   * Has another model read a task: one that has served before, or the shipped one.
   *
   * @param modelId null: the shipped one
   * @param instead the one that served when the person chose
   * @throws Conflict when another one serves by now, or the model never served
   */
  async serve(
    task: TaughtTask,
    modelId: string | null,
    instead: string | null,
    userId: string,
  ): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const before = await lockServing(transaction, task);
      if ((before?.id ?? null) !== instead)
        throw new Conflict(`Another model reads this by now: ${nameOf(before)}.`);
      if (modelId === instead) return;
      const next = modelId === null ? null : await servedOnce(transaction, task, modelId);
      await retire(transaction, task, `${nameOf(next)} was put in its place`);
      if (next)
        await transaction.query(
          `UPDATE model SET state = 'serving', served_from = now(), served_to = NULL,
                  reason = 'put back by a person' WHERE id = $1`,
          [next.id],
        );
      await tell(transaction, userId, task, `had ${task} read by ${nameOf(next)}`);
      await beginRereading(transaction, `${task} is read by ${nameOf(next)} now`);
    });
  }
}

type Versioned = { readonly id: string; readonly version: number };

const nameOf = (model: Versioned | null): string =>
  model === null ? 'the shipped model' : `version ${model.version}`;

/** One change of the serving model of a task at a time, whether there is one or not. */
async function lockServing(
  transaction: EntityManager,
  task: TaughtTask,
): Promise<Versioned | null> {
  await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('model ' || $1))`, [task]);
  const [model] = await transaction.query<Versioned[]>(
    `SELECT id, version FROM model WHERE task = $1 AND state = 'serving'`,
    [task],
  );
  return model ?? null;
}

async function retire(transaction: EntityManager, task: TaughtTask, why: string): Promise<void> {
  await transaction.query(
    `UPDATE model SET state = 'retired', served_to = now(), reason = $2
      WHERE task = $1 AND state = 'serving'`,
    [task, why],
  );
}

async function servedOnce(
  transaction: EntityManager,
  task: TaughtTask,
  id: string,
): Promise<Versioned> {
  const [model] = await transaction.query<(Versioned & { state: ModelState })[]>(
    'SELECT id, version, state FROM model WHERE id = $1 AND task = $2',
    [id, task],
  );
  if (!model) throw new UnknownReference(`There is no such model for ${task}.`);
  if (model.state === 'refused')
    throw new Conflict(`Version ${model.version} was refused: it was no better.`);
  return model;
}

function insert(
  transaction: EntityManager,
  made: NewModel & { state: ModelState; by: string | null },
): Promise<[Versioned]> {
  return transaction.query<[Versioned]>(
    `INSERT INTO model (task, version, parent_id, base, bytes, header, lessons, lessons_digest, gate,
                        state, reason, made_by, served_from)
     SELECT $1::text, coalesce(max(version), 0) + 1, $2::bigint, $3::text, $4::bytea, $5::jsonb,
            $6::integer, $7::text, $8::jsonb, $9::text, $10::text, $11::bigint,
            CASE WHEN $9 = 'serving' THEN now() END
       FROM model WHERE task = $1::text
     RETURNING id, version`,
    [
      made.task,
      made.parentId,
      made.base,
      made.bytes,
      JSON.stringify(made.header),
      made.lessons,
      made.lessonsDigest,
      JSON.stringify(made.gate),
      made.state,
      made.reason,
      made.by,
    ],
  );
}

function tell(
  transaction: EntityManager,
  userId: string | null,
  task: TaughtTask,
  action: string,
): Promise<void> {
  return record(transaction, { userId, action, subjectKind: 'reading', subjectId: task });
}
