import { createHash } from 'node:crypto';

/**
 * What stands for the host of a sender that is known by a name only: within it a handle names
 * one account. Letters, digits, dots and dashes; different for different names.
 */
export function senderHost(name: string): string {
  const words = name.toLowerCase().replace(/[^a-z0-9.]+/g, '-');
  const plain = words.replace(/^[-.]+|[-.]+$/g, '');
  if (plain === name.toLowerCase()) return plain;
  const digest = createHash('sha1').update(name.toLowerCase()).digest('hex').slice(0, 8);
  return plain === '' ? digest : `${plain}-${digest}`;
}
