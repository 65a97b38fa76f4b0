import { isIPv6 } from 'node:net';
import type { Request } from 'express';
import { deviceWords } from './device-words.js';

/** Who knocks, as far as a request tells. */
export interface Visitor {
  /** As the audit log names it. */
  readonly address: string;
  /** As failures are counted: whoever has one IPv6 address has 2^64 of them. */
  readonly network: string;
  readonly device: string;
  readonly cookies: string | undefined;
}

export function visitorOf({ ip = '', headers }: Request): Visitor {
  const address = ip.replace(/^::ffff:(?=\d+\.)/, '');
  return {
    address,
    network: networkOf(address),
    device: deviceWords(headers['user-agent']),
    cookies: headers.cookie,
  };
}

/** @returns the first 64 bits of an IPv6 address; any other address as it is */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - groups.length - after.length;
  const all = [...groups, ...Array<string>(Math.max(gap, 0)).fill('0'), ...after];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
