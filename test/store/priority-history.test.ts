import { expect, it } from 'vitest';
import { TriageWorld } from './triage.world.js';

const world = await TriageWorld.open();
const told = async (id: string): Promise<string[]> => {
  const rows = await world.database.query<{ action: string }[]>(
    `SELECT action FROM audit_entry WHERE subject_kind = 'mention' AND subject_id = $1
        AND user_id IS NULL ORDER BY id`,
    [id],
  );
  return rows.map(({ action }) => action);
};

it('tells each change of a priority once, and not the first one', async () => {
  const [first = ''] = await world.read(world.post('angry #delivery'));
  await world.decide([first]);
  expect(await told(first)).toEqual([]);
  await world.people.correct(first, { complaint: 'other' }, world.userId);
  await world.decide([first]);
  await world.decide([first]);
  expect(await told(first)).toEqual(['changed the priority from 50 to 0']);
});
