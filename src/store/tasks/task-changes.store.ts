import type { DataSource, EntityManager } from 'typeorm';
import type { TaskOutcome, TaskStatus } from '../../domain/work.js';
import { record } from '../audit.store.js';
import { announce } from '../changes.js';
import { Conflict, isDuplicate } from '../conflict.js';

/** Who acts on which task, as they last saw it. */
export interface TaskAct {
  readonly taskId: string;
  readonly userId: string;
  readonly version: number;
}

interface Now {
  readonly status: TaskStatus;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly version: number;
  readonly monitorId: string;
  readonly subject: string;
}

/** The life of a task: open, claimed by one person, resolved with an outcome, opened again. */
export class TaskChangesStore {
  constructor(private readonly database: DataSource) {}

  /** Makes the person the owner. Claiming what one has already changes nothing. */
  claim(act: TaskAct): Promise<boolean> {
    return this.change(act, async (transaction, now) => {
      if (now.status === 'claimed' && now.ownerId === act.userId) return;
      refuseOthers(now, act.userId);
      if (now.status === 'resolved')
        throw new Conflict('The task is resolved. Reopen it before you claim it.');
      sameVersion(now, act.version);
      await this.write(transaction, act, `status = 'claimed', owner_id = $2`, [act.userId]);
      await this.note(transaction, act, 'claimed the task');
    });
  }

  /** Gives the task back, for anyone to claim. */
  release(act: TaskAct): Promise<boolean> {
    return this.change(act, async (transaction, now) => {
      refuseOthers(now, act.userId);
      if (now.status !== 'claimed')
        throw new Conflict(`The task is ${now.status}, so there is nothing to release.`);
      sameVersion(now, act.version);
      await this.write(transaction, act, `status = 'open', owner_id = NULL`, []);
      await this.note(transaction, act, 'released the task');
    });
  }

  /** Ends the task. One that nobody had is then owned by the person who ended it. */
  resolve(act: TaskAct, outcome: TaskOutcome, note: string | null): Promise<boolean> {
    return this.change(act, async (transaction, now) => {
      if (now.status === 'resolved') throw new Conflict('The task is resolved already.');
      refuseOthers(now, act.userId);
      sameVersion(now, act.version);
      await this.write(
        transaction,
        act,
        `status = 'resolved', owner_id = $2, outcome = $3, note = $4, resolved_at = now()`,
        [act.userId, outcome, note],
      );
      await this.note(transaction, act, `resolved the task: ${outcome}${note ? ` (${note})` : ''}`);
    });
  }

  /** Opens a resolved task again, for anyone to claim. What it ended with stays in its history. */
  reopen(act: TaskAct): Promise<boolean> {
    const reopened = this.change(act, async (transaction, now) => {
      if (now.status !== 'resolved')
        throw new Conflict(`The task is ${now.status}; only a resolved one can be reopened.`);
      sameVersion(now, act.version);
      await this.refuseSecond(transaction, now);
      await this.write(
        transaction,
        act,
        `status = 'open', owner_id = NULL, outcome = NULL, note = NULL, resolved_at = NULL`,
        [],
      );
      await this.note(transaction, act, 'reopened the task');
    });
    return reopened.catch((error: unknown) => {
      // Triage, or another person, opened one between the look and the write.
      if (!isDuplicate(error)) throw error;
      throw new Conflict('A task was just opened for the same problem. Work on that one instead.');
    });
  }

  /** @returns false when there is no such task */
  private change(
    act: TaskAct,
    apply: (transaction: EntityManager, now: Now) => Promise<void>,
  ): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      // Locked first and read after: a row that was waited for is joined as it was before the wait.
      await transaction.query('SELECT FROM task WHERE id = $1 FOR NO KEY UPDATE', [act.taskId]);
      const [now] = await transaction.query<Now[]>(
        `SELECT t.status, t.owner_id AS "ownerId", u.name AS "ownerName", t.version,
                t.monitor_id AS "monitorId", t.subject
           FROM task t LEFT JOIN app_user u ON u.id = t.owner_id WHERE t.id = $1`,
        [act.taskId],
      );
      if (!now) return false;
      await apply(transaction, now);
      return true;
    });
  }

  /** At most one task per problem is unfinished. */
  private async refuseSecond(transaction: EntityManager, now: Now): Promise<void> {
    const [other] = await transaction.query<{ id: string; owner: string | null }[]>(
      `SELECT t.id, u.name AS owner FROM task t LEFT JOIN app_user u ON u.id = t.owner_id
        WHERE t.monitor_id = $1 AND t.subject = $2 AND t.status <> 'resolved'`,
      [now.monitorId, now.subject],
    );
    if (!other) return;
    const whose = other.owner ? `, held by ${other.owner}` : '';
    throw new Conflict(
      `Task ${other.id} is open for the same problem already${whose}. Work on that one instead.`,
    );
  }

  private async write(
    transaction: EntityManager,
    act: TaskAct,
    assignments: string,
    values: readonly unknown[],
  ): Promise<void> {
    await transaction.query(
      `UPDATE task SET ${assignments}, updated_at = now(), version = version + 1 WHERE id = $1`,
      [act.taskId, ...values],
    );
  }

  private async note(transaction: EntityManager, act: TaskAct, action: string): Promise<void> {
    const { userId, taskId } = act;
    await record(transaction, { userId, action, subjectKind: 'task', subjectId: taskId });
    await announce(transaction, 'tasks', [taskId]);
  }
}

function refuseOthers({ status, ownerId, ownerName }: Now, userId: string): void {
  if (status === 'claimed' && ownerId !== null && ownerId !== userId)
    throw new Conflict(`${ownerName} holds this task. Ask them to release it.`);
}

function sameVersion({ version, status }: Now, seen: number): void {
  if (version !== seen)
    throw new Conflict(`The task has changed since you saw it: it is ${status} now.`);
}
