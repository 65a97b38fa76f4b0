import type { DataSource } from 'typeorm';
import type { AuditSubject } from '../../domain/audit.js';
import { pageOf, type Position, readCursor } from '../cursor.js';

export interface AuditLine {
  readonly id: string;
  readonly at: Date;
  readonly by: { readonly id: string; readonly name: string } | null;
  readonly what: string;
  readonly subject: {
    readonly kind: AuditSubject;
    readonly id: string;
    readonly name: string | null;
  };
  readonly detail: unknown;
}

export interface AuditFilter {
  readonly who?: string | undefined;
  readonly kind?: AuditSubject | 'sign-in' | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly text?: string | undefined;
}

type Row = Omit<AuditLine, 'subject' | 'by'> & {
  readonly userId: string | null;
  readonly userName: string | null;
  readonly subjectKind: AuditSubject;
  readonly subjectId: string;
  readonly subjectName: string | null;
  /** Of its time, since 1970. */
  readonly micros: string;
};

type Before = Pick<Position, 'key' | 'id'> | null;

const ORDER = 'audit';
const EXPORTED_AT_ONCE = 1_000;
/** Some things have no number; the CASE keeps them from being read as one. */
const NUMBER = `CASE WHEN subject_id ~ '^[0-9]{1,18}$' THEN subject_id::bigint END`;

/** Reads the audit log, the newest line first. */
export class AuditLogStore {
  constructor(private readonly database: DataSource) {}

  async page(
    filter: AuditFilter,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<{ items: AuditLine[]; next: string | null }> {
    const before = cursor === undefined ? null : readCursor(cursor, ORDER);
    const rows = await this.rows(filter, before, limit + 1);
    const { items, next } = pageOf(rows, limit, positionOf);
    return { items: items.map(lineOf), next };
  }

  /** Every line, some at a time, so that a log of any length goes out through little memory. */
  async *stream(filter: AuditFilter): AsyncGenerator<AuditLine[]> {
    for (let before: Before = null; ;) {
      const rows: Row[] = await this.rows(filter, before, EXPORTED_AT_ONCE);
      if (rows.length > 0) yield rows.map(lineOf);
      const last = rows.at(-1);
      if (!last || rows.length < EXPORTED_AT_ONCE) return;
      before = positionOf(last);
    }
  }

  private rows(filter: AuditFilter, before: Before, limit: number): Promise<Row[]> {
    const { where, values } = conditions(filter, before);
    return this.database.query<Row[]>(
      `SELECT e.id, e.at, (extract(epoch FROM e.at) * 1000000)::bigint AS micros, action AS what,
              detail, e.user_id AS "userId", u.name AS "userName", subject_kind AS "subjectKind", subject_id AS "subjectId",
              CASE subject_kind
                WHEN 'user' THEN (SELECT name FROM app_user WHERE id = ${NUMBER})
                WHEN 'session' THEN (SELECT name FROM app_user WHERE id = ${NUMBER})
                WHEN 'team' THEN (SELECT name FROM team WHERE id = ${NUMBER})
                WHEN 'source' THEN (SELECT name FROM source WHERE id = ${NUMBER})
                WHEN 'monitor' THEN (SELECT name FROM monitor WHERE id = ${NUMBER})
              END AS "subjectName"
         FROM (SELECT * FROM audit_entry e WHERE ${where} ORDER BY e.at DESC, e.id DESC LIMIT ${limit}) e
         LEFT JOIN app_user u ON u.id = e.user_id
        ORDER BY e.at DESC, e.id DESC`,
      values,
    );
  }
}

const positionOf = ({ micros, id }: Row): Position => ({ order: ORDER, key: micros, id });

function lineOf({ userId, userName, subjectKind, subjectId, subjectName, ...row }: Row): AuditLine {
  return {
    id: row.id,
    at: row.at,
    by: userId === null ? null : { id: userId, name: userName ?? '' },
    what: row.what,
    subject: { kind: subjectKind, id: subjectId, name: subjectName },
    detail: row.detail,
  };
}

function conditions(
  { who, kind, from, to, text }: AuditFilter,
  before: Before,
): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const parts: string[] = [];
  const add = (part: (value: string) => string, value: unknown): void => {
    values.push(value);
    parts.push(part(`$${values.length}`));
  };
  if (before !== null) {
    const { key, id } = before;
    values.push(key, id);
    parts.push(
      `(e.at, e.id) < ('epoch'::timestamptz + $1::bigint * interval '1 microsecond', $2::bigint)`,
    );
  }
  if (who !== undefined) add((it) => `e.user_id = ${it}::bigint`, who);
  if (kind !== undefined)
    add((it) => `e.subject_kind = ${it}`, kind === 'sign-in' ? 'session' : kind);
  if (from !== undefined) add((it) => `e.at >= ${it}::timestamptz`, from);
  if (to !== undefined) add((it) => `e.at < ${it}::timestamptz`, to);
  if (text !== undefined)
    add((it) => `e.action ILIKE ${it}`, `%${text.replace(/[\\%_]/g, '\\$&')}%`);
  return { where: parts.join(' AND ') || 'true', values };
}
