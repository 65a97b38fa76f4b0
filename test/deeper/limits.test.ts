import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEEPER_REQUESTS, DEEPER_TOKENS } from '../../src/domain/deeper.js';
import { withDeeper } from '../../src/deeper/with-deeper.js';
import { LoopbackModels, sendJson } from './loopback-models.js';
import { SameReader, unsureComplaint, World } from './deeper.world.js';

const server = await LoopbackModels.start();
beforeEach(() => server.reset());

const KEY = 'k-very-secret';
const decides = (): string =>
  JSON.stringify({ complaint: { label: 'complaint', quote: 'broken' } });
const page = (size: number) =>
  Array.from({ length: size }, (_, at) => ({ text: `broken thing, number ${at}` }));
const labels = async (world: World, size: number) => {
  const reads = await withDeeper(new SameReader(), world.deeper).read(page(size));
  return reads.map(({ reading }) => reading.complaint?.label);
};

describe('the budget', () => {
  it('of requests is kept; what it does not pay for stays unsure', async () => {
    server.says = decides;
    const world = new World(server.url, { requestsPerDay: 2 });
    const read = await labels(world, 5);
    expect(read.filter((label) => label === 'complaint')).toHaveLength(2);
    expect(read.filter((label) => label === 'unsure')).toHaveLength(3);
    expect(world.records.ends).toMatchObject({ decided: 2, refused: 3, failed: 0 });
    expect(server.questions).toHaveLength(2);
  });

  it('of tokens is taken before, and given back as far as it was not used', async () => {
    server.says = decides;
    const world = new World(server.url, { tokensPerDay: 4_000, concurrency: 1 });
    await labels(world, 1);
    expect(world.budget.used.get(DEEPER_TOKENS)).toBe(100);
    expect(world.budget.used.get(DEEPER_REQUESTS)).toBe(1);
    server.tokens = 1_900;
    await labels(world, 3);
    expect(world.records.ends).toMatchObject({ decided: 1, refused: 2 });
    // Of those that were refused for their tokens, no request is counted.
    expect(world.budget.used.get(DEEPER_REQUESTS)).toBe(2);
  });

  it('counts about, where the server does not count', async () => {
    server.says = decides;
    server.tokens = null;
    const world = new World(server.url);
    await labels(world, 1);
    expect(world.budget.used.get(DEEPER_TOKENS)).toBeGreaterThan(300);
    expect(world.budget.used.get(DEEPER_TOKENS)).toBeLessThan(2_000);
  });

  it('is not spent on a server that is not there', async () => {
    const world = new World('http://127.0.0.1:9');
    expect(await labels(world, 1)).toEqual(['unsure']);
    expect(world.records.ends).toMatchObject({ failed: 1 });
    expect([...world.budget.used.values()]).toEqual([0, 0]);
    expect(world.warnings[0]).toContain('cannot be reached (ECONNREFUSED)');
  });
});

describe('the number at a time', () => {
  it('is kept, over pages too', async () => {
    server.says = decides;
    const held: (() => void)[] = [];
    server.instead = (asked, response) => held.push(() => server.answer(asked, response));
    const world = new World(server.url, { concurrency: 3 });
    const reading = Promise.all([labels(world, 20), labels(world, 20)]);
    await vi.waitFor(() => expect(held).toHaveLength(3));
    server.instead = null;
    for (const release of held) release();
    const [one, two] = await reading;
    expect([...one, ...two].every((label) => label === 'complaint')).toBe(true);
    expect(server.mostAtOnce).toBe(3);
  });
});

describe('the time', () => {
  it('of a page ends for a server that never answers, and its texts keep their reading', async () => {
    server.instead = () => undefined;
    const world = new World(server.url, { timeoutMs: 150, concurrency: 2 });
    expect(await labels(world, 6)).toEqual(Array(6).fill('unsure'));
    expect(server.questions.length).toBeLessThanOrEqual(4);
    const { failed = 0, skipped = 0 } = world.records.ends ?? {};
    expect(failed).toBeGreaterThanOrEqual(2);
    expect(failed + skipped).toBe(6);
    expect(world.warnings.join()).toContain('took longer than 0.15 s');
  });

  it('ends for an answer that trickles', async () => {
    server.instead = (_asked, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const trickle = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(trickle));
    };
    const world = new World(server.url, { timeoutMs: 150 });
    expect(await labels(world, 1)).toEqual(['unsure']);
    expect(world.records.ends).toMatchObject({ failed: 1 });
  });
});

describe('a server that fails', () => {
  it('is left alone after three failures in a row, then tried by one request', async () => {
    server.formats = ['json_schema'];
    server.says = decides;
    const world = new World(server.url, { concurrency: 1 });
    await labels(world, 1);
    server.instead = (_asked, response) => sendJson(response, 503, {});
    server.asked.length = 0;
    await labels(world, 10);
    expect(server.questions).toHaveLength(3);
    expect(world.records.ends).toMatchObject({ failed: 3, skipped: 7 });
    world.nowMs += 31_000;
    await labels(world, 10);
    expect(server.questions).toHaveLength(4);
    world.nowMs += 31_000;
    await labels(world, 1);
    expect(server.questions).toHaveLength(4);
    world.nowMs += 31_000;
    server.instead = null;
    expect(await labels(world, 10)).toEqual(Array(10).fill('complaint'));
  });

  it('is left alone at once when somebody has to mend something', async () => {
    server.instead = (_asked, response) => sendJson(response, 401, { error: KEY });
    const world = new World(server.url, { concurrency: 1 }, KEY);
    await labels(world, 4);
    expect(server.questions).toHaveLength(1);
    world.nowMs += 599_000;
    await labels(world, 1);
    expect(server.questions).toHaveLength(1);
    expect(world.warnings.join()).toContain('answers 401. Check EARSHOT_DEEPER_KEY');
  });

  it('is left alone for as long as it asks', async () => {
    server.instead = (_asked, response) =>
      void response.writeHead(429, { 'retry-after': '120' }).end();
    const world = new World(server.url, { concurrency: 1 });
    await labels(world, 3);
    expect(server.questions).toHaveLength(1);
    world.nowMs += 119_000;
    await labels(world, 1);
    expect(server.questions).toHaveLength(1);
    world.nowMs += 2_000;
    await labels(world, 1);
    expect(server.questions).toHaveLength(2);
  });

  it.each([
    ['speaks something else', 'not in the shape', '{"choices": []}'],
    ['sends no JSON', 'not in the shape', '<html>'],
    ['sends too much', 'more than 4 MB', `"${'x'.repeat(5_000_000)}"`],
  ])('and %s loses no reading', async (_what, message, body) => {
    server.instead = (_asked, response) => void response.writeHead(200).end(body);
    const world = new World(server.url);
    const [read] = await withDeeper(new SameReader(), world.deeper).read(page(1));
    expect(read?.reading.complaint).toEqual(unsureComplaint);
    expect(world.records.ends).toMatchObject({ failed: 1 });
    expect(world.warnings.join()).toContain(message);
  });

  it('breaks off loses no reading', async () => {
    server.instead = (_asked, response) => {
      response
        .writeHead(200, { 'content-length': 1000 })
        .write('{"choices"', () => response.destroy());
    };
    const world = new World(server.url);
    expect(await labels(world, 1)).toEqual(['unsure']);
    expect(world.warnings.join()).toContain('broke off');
  });
});

describe('where texts go', () => {
  it('is nowhere that the server sends them', async () => {
    const other = await LoopbackModels.start();
    server.instead = (_asked, response) =>
      void response.writeHead(307, { location: `${other.url}/v1/chat/completions` }).end();
    const world = new World(server.url);
    expect(await labels(world, 1)).toEqual(['unsure']);
    expect(other.asked).toEqual([]);
    expect(world.warnings.join()).toContain('Redirects are not followed');
  });

  it.each(['http://192.0.2.7:9', 'http://[2001:db8::1]:9', 'http://8.8.8.8'])(
    'is no public address in the clear: %s',
    async (url) => {
      const world = new World(url);
      expect(await labels(world, 1)).toEqual(['unsure']);
      expect(world.warnings.join()).toContain('only over https');
    },
  );

  it('may be a name that leads to this machine, with the /v1 that others want written out', async () => {
    server.says = decides;
    const { port } = new URL(server.url);
    const world = new World(`http://localhost:${port}/v1/`);
    expect(await labels(world, 1)).toEqual(['complaint']);
    expect(server.questions).toHaveLength(1);
  });
});

describe('the key', () => {
  it('goes to the server, and into no message', async () => {
    server.instead = (asked, response) =>
      sendJson(response, 400, { error: `bad key ${asked.headers.authorization}` });
    const world = new World(server.url, {}, KEY);
    await labels(world, 1);
    expect(server.questions[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    const told = [world.warnings, world.records.kept];
    expect(world.warnings).not.toEqual([]);
    expect(JSON.stringify(told)).not.toContain(KEY);
  });
});
