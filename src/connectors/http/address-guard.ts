import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { AddressRefused } from '../errors.js';

/** Ranges that a source may be allowed to use: places in the operator's own network. */
const OWN_NETWORK = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']);

/** Cloud metadata services hand out credentials: never a place, whatever a source allows. */
const METADATA = new Set(['169.254.169.254', '100.100.100.200', 'fd00:ec2::254']);

/**
 * Says what is wrong with connecting to an address.
 *
 * Only public unicast is allowed. IPv4 inside IPv6 (mapped, NAT64 of RFC 6052) is judged as that
 * IPv4 address; other tunnels (6to4, Teredo) are refused, since they can hide any address.
 *
 * @param address a literal IPv4 or IPv6 address
 * @param allowPrivate whether loopback, private, unique local and shared (CGNAT) ranges are allowed
 * @returns the range it lies in, or null when it may be connected to
 */
export function refusedRange(address: string, allowPrivate: boolean): string | null {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = unwrap(ipaddr.process(address));
  if (METADATA.has(parsed.toString())) return 'metadata service';
  const range = parsed.range();
  if (range === 'unicast') return null;
  return allowPrivate && OWN_NETWORK.has(range) ? null : range;
}

/** The IPv4 address that a NAT64 address (64:ff9b::/96) stands for; others as they are. */
function unwrap(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(address instanceof ipaddr.IPv6)) return address;
  if (!address.match(ipaddr.IPv6.parse('64:ff9b::'), 96)) return address;
  return ipaddr.fromByteArray(address.toByteArray().slice(12));
}

/**
 * Checks a host that is written as a literal address, for which no name is looked up.
 *
 * @throws AddressRefused
 */
export function checkLiteralHost(hostname: string, allowPrivate: boolean): void {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  if (!ipaddr.isValid(bare)) return;
  const range = refusedRange(bare, allowPrivate);
  if (range !== null) throw refusal(bare, bare, range);
}

/**
 * A name lookup for sockets that gives only addresses that may be connected to. Because it runs
 * for the connection itself, a name that answers differently the second time gains nothing.
 *
 * @param lookup the resolver to ask; the system's unless a test brings its own
 */
export function guardedLookup(allowPrivate: boolean, lookup: LookupFunction = systemLookup) {
  const guarded: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const all = typeof found === 'string' ? [{ address: found, family: 0 }] : found;
      const fit = all.filter(({ address }) => refusedRange(address, allowPrivate) === null);
      const [first] = fit;
      if (first === undefined) return callback(nothingFit(hostname, all, allowPrivate), '');
      if (options.all) return callback(null, fit);
      callback(null, first.address, first.family);
    });
  };
  return guarded;
}

const systemLookup: LookupFunction = (hostname, options, callback) =>
  dns.lookup(hostname, { ...options, all: true }, callback);

function nothingFit(
  hostname: string,
  found: readonly dns.LookupAddress[],
  allowPrivate: boolean,
): AddressRefused {
  const address = found[0]?.address ?? 'no address';
  return refusal(hostname, address, refusedRange(address, allowPrivate) ?? 'unknown');
}

function refusal(host: string, address: string, range: string): AddressRefused {
  const leads = host === address ? `${address} is` : `${host} leads to ${address},`;
  const help = OWN_NETWORK.has(range)
    ? 'If this place is in your own network and you trust it, allow private addresses for this source.'
    : 'Use an address that is reachable from the internet.';
  return new AddressRefused(`${leads} not a public address (${words(range)}). ${help}`);
}

/** `carrierGradeNat` → "carrier grade nat". */
function words(range: string): string {
  return range.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
