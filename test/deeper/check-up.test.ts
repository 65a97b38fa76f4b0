import { beforeEach, describe, expect, it } from 'vitest';
import { checkUp } from '../../src/deeper/check-up.js';
import { LoopbackModels, sendJson } from './loopback-models.js';
import { makeSettings } from './deeper.world.js';

const server = await LoopbackModels.start();
const { host } = new URL(server.url);
beforeEach(() => server.reset());

const check = (given = {}) => checkUp(makeSettings(server.url, given), 'k-1');

describe('the check of the model server', () => {
  it('is content with one that lists its model', async () => {
    server.names = ['big', 'tiny:latest'];
    expect(await check()).toBe(`${host} answers, with tiny`);
    expect(server.questions).toEqual([]);
    expect(server.asked[0]?.headers.authorization).toBe('Bearer k-1');
  });

  it('asks one that lists another, or nothing', async () => {
    server.names = ['/models/some.gguf'];
    expect(await check({ embeddings: 'vectors' })).toContain(
      'though it does not list tiny, vectors',
    );
    expect(server.questions).toHaveLength(1);
    server.instead = (asked, response) =>
      asked.path === '/v1/models' ? sendJson(response, 404, {}) : server.answer(asked, response);
    expect(await check()).toContain('answers for tiny');
  });

  it('says what to mend', async () => {
    server.names = ['big'];
    server.instead = (asked, response) =>
      asked.path === '/v1/models'
        ? server.answer(asked, response)
        : sendJson(response, 404, { error: 'no such model' });
    await expect(check()).rejects.toThrow(/deeper\.model.* does not list tiny \(big\)/);
    server.instead = (_asked, response) => sendJson(response, 401, {});
    await expect(check()).rejects.toThrow('EARSHOT_DEEPER_KEY');
    server.instead = () => undefined;
    await expect(check({ timeoutMs: 100 })).rejects.toThrow('longer than deeper.timeoutMs');
    await expect(checkUp(makeSettings('http://127.0.0.1:9'), null)).rejects.toThrow('ECONNREFUSED');
  });
});
