import { expect, it } from 'vitest';
import { IntakeController } from '../../src/api/intake/intake.controller.js';
import type { Receipt, Receiver } from '../../src/api/intake/receiver.js';
import { Slow } from '../../src/api/http/slow.js';

/** What a source says to the 601st of what was sent to it at a time. */
async function afterMany(receipt: Receipt): Promise<unknown> {
  const receiver: Receiver = {
    receive: () => Promise.resolve(receipt),
    secretOf: () => Promise.resolve(null),
  };
  const controller = new IntakeController(receiver);
  const send = () =>
    controller
      .receive('1', { body: Buffer.from('{}'), headers: {} } as Parameters<
        IntakeController['receive']
      >[1])
      .catch((error: unknown) => error);
  for (let sent = 0; sent < 600; sent++) await send();
  return send();
}

it('what the right sender sends counts, whatever becomes of it', async () => {
  expect(await afterMany({ outcome: 'stored' })).toBeInstanceOf(Slow);
  expect(await afterMany({ outcome: 'unreadable', message: 'no post' })).toBeInstanceOf(Slow);
  expect(await afterMany({ outcome: 'paused' })).toBeInstanceOf(Slow);
});

it('what others send does not', async () => {
  expect(await afterMany({ outcome: 'forged', message: 'wrong' })).not.toBeInstanceOf(Slow);
  expect(await afterMany({ outcome: 'unknown' })).not.toBeInstanceOf(Slow);
});
