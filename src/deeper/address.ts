import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ModelServerError } from './errors.js';

/** Where plain HTTP may go: this machine, and networks that nobody else is on. */
const OWN_NETWORK = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/**
 * The base that paths are put behind. The address may be given with or without the `/v1` at its end.
 */
export function baseOf(url: string): string {
  return url.replace(/\/+$/, '').replace(/\/v1$/, '');
}

/**
 * Checks an address that is written out in numbers, for which no name is looked up.
 *
 * @throws ModelServerError when texts would go out in the clear to a public address
 */
export function checkLiteral(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol === 'http:' && ipaddr.isValid(host) && !isOwn(host)) throw inTheClear(host);
}

/**
 * A name lookup that gives plain HTTP only addresses of one's own network. It runs for the connection
 * itself, so a name that answers differently the second time gains nothing.
 */
export const ownNetworkOnly: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '');
    const own = found.filter(({ address }) => isOwn(address));
    const [first] = own;
    if (first === undefined) return callback(inTheClear(hostname), '');
    if (options.all) return callback(null, own);
    callback(null, first.address, first.family);
  });
};

const isOwn = (address: string): boolean => OWN_NETWORK.has(ipaddr.process(address).range());

const inTheClear = (host: string): ModelServerError =>
  new ModelServerError(
    `${host} is a public address: texts go there only over https. Change deeper.url.`,
    { reached: false, lasting: true },
  );
