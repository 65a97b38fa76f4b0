import type { DataSource } from 'typeorm';
import type { AuditEntryEntity } from './entities/audit-entry.entity.js';

export interface Deed {
  /** Who did it; null: Earshot itself. */
  readonly userId: string | null;
  /** In words, as the history shows it: "marked as done". */
  readonly action: string;
  readonly subjectKind: AuditEntryEntity['subjectKind'];
  readonly subjectId: string;
  readonly detail?: unknown;
}

export interface HistoryLine {
  readonly at: Date;
  readonly by: string;
  readonly what: string;
}

/** Writes down who changed what, in the transaction that changes it. */
export async function record(database: Pick<DataSource, 'query'>, deed: Deed): Promise<void> {
  await database.query(
    `INSERT INTO audit_entry (user_id, action, subject_kind, subject_id, detail)
     VALUES ($1, $2, $3, $4, $5)`,
    [
      deed.userId,
      deed.action,
      deed.subjectKind,
      deed.subjectId,
      deed.detail === undefined ? null : JSON.stringify(deed.detail),
    ],
  );
}

/** What was done to one thing, oldest first. */
export function historyOf(
  database: Pick<DataSource, 'query'>,
  subjectKind: Deed['subjectKind'],
  subjectId: string,
): Promise<HistoryLine[]> {
  return database.query<HistoryLine[]>(
    `SELECT at, coalesce(u.name, 'Earshot') AS by, action AS what
       FROM audit_entry LEFT JOIN app_user u ON u.id = user_id
      WHERE subject_kind = $1 AND subject_id = $2 ORDER BY audit_entry.id`,
    [subjectKind, subjectId],
  );
}

/** Writes down what changed nothing in the database. */
export class AuditStore {
  constructor(private readonly database: DataSource) {}

  record(deed: Deed): Promise<void> {
    return record(this.database, deed);
  }
}
