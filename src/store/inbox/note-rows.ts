import type { DataSource } from 'typeorm';
import { hostOf } from '../../domain/note.js';

export interface StoredNote {
  readonly id: string;
  readonly mentionId: string;
  readonly by: { id: string; name: string };
  readonly text: string;
  readonly calls: { id: string; name: string }[];
  readonly links: { url: string; host: string }[];
  readonly createdAt: Date;
  readonly editedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly erasedAt: Date | null;
  readonly before: { text: string; until: string }[];
  readonly version: number;
}

type Row = Omit<StoredNote, 'links'> & { readonly links: string[] };

const COLUMNS = `
  n.id, n.mention_id AS "mentionId", jsonb_build_object('id', u.id::text, 'name', u.name) AS by, n.text,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', called.id::text, 'name', called.name)
            ORDER BY array_position(n.calls, called.id)), '[]')
     FROM app_user called WHERE called.id = ANY(n.calls)) AS calls,
  n.links, n.created_at AS "createdAt", n.edited_at AS "editedAt", n.deleted_at AS "deletedAt",
  CASE WHEN n.text = '' AND n.deleted_at IS NULL THEN m.erased_at END AS "erasedAt",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('text', b.text,
            'until', to_char(b.replaced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY b.id), '[]')
     FROM mention_note_revision b WHERE b.note_id = n.id) AS before,
  n.version`;
const TABLES = `mention_note n JOIN app_user u ON u.id = n.user_id JOIN mention m ON m.id = n.mention_id`;

/** The notes beside a mention, oldest first; deleted ones too, without their text. */
export async function notesOf(
  database: Pick<DataSource, 'query'>,
  mentionId: string,
): Promise<StoredNote[]> {
  const rows = await database.query<Row[]>(
    `SELECT ${COLUMNS} FROM ${TABLES} WHERE n.mention_id = $1 ORDER BY n.id`,
    [mentionId],
  );
  return rows.map(withHosts);
}

/** @returns null when there is no such note */
export async function findNote(
  database: Pick<DataSource, 'query'>,
  id: string,
): Promise<StoredNote | null> {
  const [row] = await database.query<Row[]>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE n.id = $1`, [
    id,
  ]);
  return row ? withHosts(row) : null;
}

function withHosts(row: Row): StoredNote {
  return { ...row, links: row.links.map((url) => ({ url, host: hostOf(url) })) };
}
