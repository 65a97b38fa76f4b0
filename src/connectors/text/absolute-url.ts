/**
 * Makes an address absolute.
 *
 * @returns an http or https address, or null when it is neither or there is no base for it
 */
export function absoluteUrl(address: string, base: string | null): string | null {
  const value = address.trim();
  if (value === '' || value.length > 4096) return null;
  const url = URL.canParse(value)
    ? new URL(value)
    : base !== null && URL.canParse(value, base)
      ? new URL(value, base)
      : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  return url.href;
}
