const ANY_ORIGIN = 'https://earshot.invalid';
const HOME = '/inbox';
const MOST = 500;

/**
 * Where to lead somebody after sign-in: a page of ours and nothing else, whatever the address asked
 * for. Browsers take `/\host`, tabs and line ends in ways that look harmless, so the address is read
 * as they read it.
 *
 * @returns path with query and fragment
 */
export function ownPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > MOST || !asked.startsWith('/')) return HOME;
  if (!URL.canParse(asked, ANY_ORIGIN)) return HOME;
  const { origin, pathname, search, hash } = new URL(asked, ANY_ORIGIN);
  const isOurs = origin === ANY_ORIGIN && !/^\/(api|health|metrics)(\/|$)|^\/\//.test(pathname);
  return isOurs ? pathname + search + hash : HOME;
}
