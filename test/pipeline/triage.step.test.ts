import { expect, it } from 'vitest';
import { TriageStep } from '../../src/pipeline/triage.step.js';
import { TaskEntity } from '../../src/store/entities/task.entity.js';
import { TriageStore } from '../../src/store/triage.store.js';
import { addMonitor, addSource, hearAndRead, makeItem, makeSettings } from '../support/makers.js';
import { openDatabase } from '../support/database.js';

const { database } = await openDatabase();

it('opens tasks from the priority that the settings say', async () => {
  const monitor = await addMonitor(database);
  const source = { id: (await addSource(database)).id, place: 'x', ownedByMonitorId: monitor.id };
  const triage = (taskAbove: number): TriageStep =>
    new TriageStep(new TriageStore(database), makeSettings({ triage: { taskAbove } }));
  const tasks = (): Promise<number> => database.getRepository(TaskEntity).count();

  const first = await hearAndRead(database, source, [
    makeItem({ externalId: '1', text: 'angry', author: null }),
  ]);
  await triage(51).handle({ mentionIds: first });
  expect(await tasks()).toBe(0);
  const second = await hearAndRead(database, source, [
    makeItem({ externalId: '2', text: 'angry', author: null }),
  ]);
  await triage(50).handle({ mentionIds: second });
  await triage(50).handle({ mentionIds: [...first, ...second] });
  expect(await tasks()).toBe(1);
});
