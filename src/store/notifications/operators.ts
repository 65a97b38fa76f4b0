import type { DataSource } from 'typeorm';
import type { Change, SourceState } from '../../domain/health.js';
import { GRANTED } from '../../domain/permission.js';
import { notify } from './notify.js';

const FAILED: ReadonlySet<SourceState> = new Set([
  'suspiciously-quiet',
  'failing',
  'blocked',
  'gone',
]);

/**
 * Tells whoever sees to the sources that some of them fail; that one came back needs nobody.
 *
 * @param noticed the sources that a notice was written of, and the notice
 */
export async function tellOperators(
  transaction: Pick<DataSource, 'query'>,
  noticed: readonly { readonly id: string; readonly noticeId: string | null }[],
  changes: readonly (Change & { readonly sourceId: string })[],
): Promise<void> {
  const notices = new Map(noticed.map(({ id, noticeId }) => [id, noticeId]));
  const failed = changes.filter(({ sourceId, to }) => FAILED.has(to) && notices.get(sourceId));
  if (failed.length === 0) return;
  const operators = await transaction.query<{ id: string }[]>(
    'SELECT id FROM app_user WHERE role = ANY($1)',
    [GRANTED.operate.roles],
  );
  await notify(
    transaction,
    failed.flatMap(({ sourceId, reason }) =>
      operators.map(({ id }) => ({
        userId: id,
        kind: 'source' as const,
        event: `notice:${notices.get(sourceId)}`,
        sourceId,
        detail: reason,
      })),
    ),
  );
}
