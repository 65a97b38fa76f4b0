import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { ReadingEngine } from '../../src/classify/engine.js';
import { EngineInThread } from '../../src/classify/engine-thread.js';
import { loadTaxonomy } from '../../src/classify/shipped-reader.js';

/** The same as is built, from source. */
const program = {
  file: pathToFileURL(resolve('test/support/thread.mjs')),
  argv: [resolve('src/classify/engine.thread.ts')],
};
const options = { deep: true, precision: 'int8' } as const;
const inputs = [
  { text: 'Third call this week, still no refund. Switching to Globex tomorrow.' },
  { text: 'Lovely shop, thanks!' },
  { text: '' },
];
const warnings: string[] = [];
const thread = new EngineInThread(options, (what) => warnings.push(what), program);
afterAll(() => thread.close());
const shipped = { taught: [], taxonomy: null };

it('reads as it would in this thread, and says the same of what reads', async () => {
  const here = new ReadingEngine(options, (what) => warnings.push(what));
  await Promise.all([here.use(shipped), thread.use(shipped)]);
  expect(await thread.read(inputs)).toEqual(await here.read(inputs));
  expect(thread.model).toBe(here.model);
  expect(warnings).toEqual([]);
});

it('reads by another taxonomy from when it is told, and says which taught model does not fit', async () => {
  const taxonomy = { ...loadTaxonomy(), version: 'changed' };
  const taught = [{ id: '7', bytes: new Uint8Array([1, 2, 3]) }];
  await thread.use({ taught, taxonomy });
  expect(thread.model).toMatch(/changed$/);
  expect(warnings).toEqual([expect.stringMatching(/taught model 7.*shipped model reads instead/)]);
});

it('fails what it was reading when the thread dies, and reads the next page in another one', async () => {
  await thread.use(shipped);
  const reading = thread.read(inputs);
  const [outcome] = await Promise.allSettled([reading, thread.close()]);
  expect(outcome).toMatchObject({ status: 'rejected' });
  expect(await thread.read(inputs)).toHaveLength(3);
});

it('must be told what to read by', async () => {
  await expect(new EngineInThread(options, () => undefined, program).read([])).rejects.toThrow(
    'not told what to read by',
  );
});
