import { describe, expect, it } from 'vitest';
import { NoticeList } from '../../src/api/views.js';
import { NoticeEntity } from '../../src/store/entities/notice.entity.js';
import { startApi } from '../support/api.js';

const api = await startApi();
const { make, database } = api;
const source = await make.source({ name: 'Town talk' });
const operator = await api.as('on-call');
const notice = (toState: string) =>
  database.getRepository(NoticeEntity).save({
    sourceId: source.id,
    fromState: 'answering',
    toState,
    reason: `It is ${toState}.`,
  });
const open = () => operator.get(NoticeList, '/notices');

describe('notices', () => {
  it('are shown newest first until they are dismissed', async () => {
    const first = await notice('blocked');
    const second = await notice('gone');
    expect(await open()).toMatchObject({
      total: 2,
      items: [
        { id: second.id, source: { id: source.id, name: 'Town talk', kind: 'feed' } },
        { id: first.id, fromState: 'answering', toState: 'blocked', reason: 'It is blocked.' },
      ],
    });
    const dismiss = (id: string) => operator.send('POST', `/api/v1/notices/${id}/dismiss`);
    expect((await dismiss(second.id)).status).toBe(204);
    expect((await dismiss(second.id)).status).toBe(204);
    expect((await open()).items.map(({ id }) => id)).toEqual([first.id]);
    expect((await dismiss('999999')).status).toBe(404);
  });

  it('are dismissed together, but for those that came since one looked', async () => {
    const seen = await notice('failing');
    const unseen = await notice('answering');
    const body = { upTo: seen.id };
    expect((await operator.send('POST', '/api/v1/notices/dismiss', { body })).status).toBe(204);
    expect((await open()).items.map(({ id }) => id)).toEqual([unseen.id]);
  });
});
