import type { Request } from 'express';
import type { Sent } from './receiver.js';

/** A request below /api/v1/intake, whose body nobody has touched. */
export function sentIn({ body, headers }: Pick<Request, 'body' | 'headers'>): Sent {
  return {
    body: Buffer.isBuffer(body) ? body : new Uint8Array(),
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
      ),
    ),
  };
}
