import { AddressRefused, BadRedirect } from '../errors.js';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT = new Set([301, 308]);

export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

export function isPermanent(status: number): boolean {
  return PERMANENT.has(status);
}

/**
 * Reads an address that somebody gave us.
 *
 * @throws AddressRefused when it is no address, or not one of http or https
 */
export function parseTarget(url: string): URL {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (target === null) {
    throw new AddressRefused(
      `"${url.slice(0, 200)}" is not a web address. Write it with https://.`,
    );
  }
  if (target.protocol !== 'https:' && target.protocol !== 'http:') {
    throw new AddressRefused(
      `Earshot asks only http and https addresses, not ${target.protocol} Check the source's address.`,
    );
  }
  target.hash = '';
  return target;
}

/**
 * Where a redirect leads. From https to http is refused: whoever sits on the way could then
 * put words into a place's mouth.
 *
 * @param location the header's value as received (bytes as Latin-1)
 * @throws BadRedirect
 */
export function nextHop(from: URL, location: string | undefined): URL {
  const value = asUtf8(location ?? '').trim();
  if (value === '') {
    throw new BadRedirect(
      `${describe(from)} redirects without saying where to. Check the address.`,
    );
  }
  const target = URL.canParse(value, from.href) ? new URL(value, from.href) : null;
  if (target === null || (target.protocol !== 'https:' && target.protocol !== 'http:')) {
    throw new BadRedirect(
      `${describe(from)} redirects to something that is not a web address. Check the address.`,
    );
  }
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw new BadRedirect(
      `${describe(from)} redirects from https to plain http (${describe(target)}). If you accept an ` +
        'unprotected connection, use that address for the source.',
    );
  }
  target.hash = '';
  // A place must not be able to make us sign in somewhere.
  target.username = '';
  target.password = '';
  return target;
}

/** Servers put raw UTF-8 into Location, which headers give us as Latin-1. */
function asUtf8(value: string): string {
  return /[\x80-\xff]/.test(value) ? Buffer.from(value, 'latin1').toString('utf8') : value;
}

/** An address for people: without user name, password and query, where secrets live. */
export function describe(url: URL): string {
  return `${url.host}${url.pathname}`.slice(0, 200);
}
