import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { answerLines } from '../../src/cli/json-lines.js';
import { readRow } from '../../src/cli/read.js';
import { loadReader } from '../../src/classify/shipped-reader.js';

const reader = loadReader();

interface Answer {
  id: unknown;
  ok: boolean;
  error?: { code: string; message: string };
  complaint?: { label: string };
}

async function answers(...lines: string[]): Promise<Answer[]> {
  const input = new PassThrough();
  const output = new PassThrough();
  const done = answerLines(input, output, (row) => readRow(reader, row));
  input.end(lines.map((line) => `${line}\n`).join(''));
  await done;
  output.end();
  const chunks: Buffer[] = [];
  for await (const chunk of output) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

describe('earshot read', () => {
  it('answers each line in order, whatever the line is', async () => {
    const found = await answers(
      '{"id":"a","text":"It broke after a week, I want a refund."}',
      'not json',
      '[1,2]',
      '{"id":4}',
      '{"id":5,"text":"What time do you open?","title":null,"brand":{"names":["Acme"],"competitors":[]}}',
      '{"id":null,"text":"","rating":3}',
    );
    expect(found.map(({ id, ok }) => [id, ok])).toEqual([
      ['a', true],
      [null, false],
      [null, false],
      [4, false],
      [5, true],
      [null, true],
    ]);
    expect(found[0]?.complaint?.label).toBe('complaint');
    expect(found[3]?.error).toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('text'),
    });
    expect(found[4]?.complaint?.label).toBe('other');
  });

  it('has every key of the contract', async () => {
    const [answer] = await answers('{"id":1,"text":"My order never arrived"}');
    expect(Object.keys(answer ?? {})).toEqual([
      'id',
      'ok',
      'language',
      'complaint',
      'sentiment',
      'topics',
      'touchpoint',
      'effort',
      'leaving',
      'urgency',
      'evidence',
      'model',
    ]);
  });

  it('answers a line before the next one comes', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const done = answerLines(input, output, (row) => readRow(reader, row));
    input.write('{"id":1,"text":"It broke"}\n');
    const [first] = (await once(output, 'data')) as [Buffer];
    expect(JSON.parse(first.toString())).toMatchObject({ id: 1, ok: true });
    input.end();
    await done;
  });
});
