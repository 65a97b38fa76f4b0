import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { AddressRefused } from '../../../src/connectors/errors.js';
import {
  checkLiteralHost,
  guardedLookup,
  refusedRange,
} from '../../../src/connectors/http/address-guard.js';
import { ScriptedLookup } from '../http-bench.js';

const PUBLIC = '93.184.216.34';

describe('refusedRange', () => {
  it.each([PUBLIC, '2606:4700::1111', '::ffff:93.184.216.34', '64:ff9b::5db8:d822'])(
    'lets %s through',
    (address) => expect(refusedRange(address, false)).toBeNull(),
  );

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '240.0.0.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001:0:1::',
    'not an address',
  ])('refuses %s', (address) => expect(refusedRange(address, false)).not.toBeNull());

  it.each(['127.0.0.1', '10.1.2.3', '::1', 'fc00::1', '100.64.0.1', '::ffff:192.168.0.1'])(
    'lets %s through where private addresses are allowed',
    (address) => expect(refusedRange(address, true)).toBeNull(),
  );

  it.each([
    '169.254.169.254',
    '100.100.100.200',
    'fd00:ec2::254',
    '169.254.1.1',
    '224.0.0.1',
    '0.0.0.0',
  ])('refuses %s even there', (address) => expect(refusedRange(address, true)).not.toBeNull());
});

describe('checkLiteralHost', () => {
  it.each(['http://127.1/', 'http://2130706433/', 'http://0x7f.0.0.1/', 'http://[::ffff:7f00:1]/'])(
    'sees through %s',
    (url) => expect(() => checkLiteralHost(new URL(url).hostname, false)).toThrow(AddressRefused),
  );

  it('leaves names to the lookup', () => {
    expect(() => checkLiteralHost('localhost', false)).not.toThrow();
  });
});

/** What a socket would be given. */
function ask(lookup: ScriptedLookup, allowPrivate = false): Promise<string | LookupAddress[]> {
  return new Promise((resolve, reject) => {
    guardedLookup(allowPrivate, lookup.lookup)('place.example', { all: true }, (error, found) =>
      error ? reject(error) : resolve(found),
    );
  });
}

describe('guardedLookup', () => {
  it('judges each answer anew, so a name that turns private later is refused', async () => {
    const lookup = new ScriptedLookup([[PUBLIC], ['127.0.0.1']]);
    await expect(ask(lookup)).resolves.toEqual([{ address: PUBLIC, family: 4 }]);
    await expect(ask(lookup)).rejects.toThrow(AddressRefused);
  });

  it('drops the private ones of a mixed answer', async () => {
    const lookup = new ScriptedLookup([['10.0.0.1', PUBLIC, '::1']]);
    await expect(ask(lookup)).resolves.toEqual([{ address: PUBLIC, family: 4 }]);
  });

  it('says which address it was and what helps', async () => {
    const error = ask(new ScriptedLookup([['192.168.1.9']]));
    await expect(error).rejects.toThrow(/place\.example leads to 192\.168\.1\.9.*allow private/);
  });

  it('refuses an empty answer', async () => {
    await expect(ask(new ScriptedLookup([[]]), true)).rejects.toThrow(AddressRefused);
  });
});
