import { z } from 'zod';
import { allowPrivate, webAddress } from '../params.js';

/** The address of a server that anybody may run, and whether it stands in our own network. */
export const INSTANCE_PARAMS = {
  instance: webAddress.meta({ title: 'Address', description: 'Address of its front page' }),
  allowPrivate,
};

/**
 * The front page as the base of all its addresses: no query, no fragment, a slash at the end.
 *
 * @param address of a page there; what matches `inner` and all behind it is cut off
 * @returns null for what is no address
 */
export function baseOf(address: string | undefined, inner?: RegExp): string | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const path = inner === undefined ? url.pathname : url.pathname.replace(inner, '/');
  return `${url.origin}${path.replace(/\/*$/, '/')}`;
}

/** The instance that a `ParseRequest` is about: by its parameters, else by the address that answered. */
export function instanceOf(
  { params, url }: { readonly params?: unknown; readonly url?: string | undefined },
  inner: RegExp,
): string | null {
  const named = z.object({ instance: z.string() }).safeParse(params).data?.instance;
  return baseOf(named) ?? baseOf(url, inner);
}
