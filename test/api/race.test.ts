import { expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { Dice } from '../support/makers.js';
import { Race } from './race.world.js';

const api = await startApi();
const { make, database } = api;
const monitor = await make.monitor();
const source = await make.source();
const people = [
  await api.as('community-manager'),
  await api.as('manager'),
  await api.as('on-call'),
] as const;
const owners = people.map(({ user }) => user.id);

const INTERLEAVINGS = 200;
const AT_A_TIME = 8;

async function race(seed: number): Promise<Race> {
  const { id } = await make.mention({ sourceId: source.id, monitorIds: [monitor.id] });
  return new Race(database, id, owners, new Dice(seed));
}

it(`loses no change in ${INTERLEAVINGS} interleavings of people who act on the same mention`, async () => {
  let [accepted, refused] = [0, 0];
  for (let first = 0; first < INTERLEAVINGS; first += AT_A_TIME) {
    const races = await Promise.all(Array.from({ length: AT_A_TIME }, (_, n) => race(first + n)));
    await Promise.all(races.flatMap((one) => people.map((it) => one.run(it, it.user.id))));
    for (const one of races) {
      expect(await one.faults(people[0])).toEqual([]);
      accepted += one.accepted.length;
      refused += one.refused;
    }
  }
  // It was a race: many won, and many were told that somebody was faster.
  expect(accepted).toBeGreaterThan(INTERLEAVINGS * 2);
  expect(refused).toBeGreaterThan(INTERLEAVINGS / 4);
}, 600_000);
